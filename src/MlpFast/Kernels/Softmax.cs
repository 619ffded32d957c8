using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MlpFast.Kernels;

/// <summary>
/// Softmax and its cross-entropy, row by row. Each row is shifted by its own maximum, so that its largest term is e⁰ = 1 and no row
/// overflows or vanishes. It is multiplied by the reciprocal of its sum.
/// </summary>
/// <remarks>
/// A few rows go through one step after the other together, so that their chains of dependent operations overlap. Short rows pass from one
/// buffer to another: a masked load waits for a masked store to the same cache line, even if they share no element.
/// </remarks>
internal static class Softmax<TLane>
    where TLane : struct, IArithmeticLane<TLane>
{
    private const int RowsTogether = 32;

    /// <summary>The probabilities of each row of logits, [rows × columns], in place or into a span apart.</summary>
    [SkipLocalsInit]
    public static unsafe void Apply(ReadOnlySpan<float> logits, Span<float> destination, int columns)
    {
        int rows = (logits.Length + columns - 1) / columns;
        Bounds.Require(logits.Length, (long)rows * columns);
        Bounds.Require(destination.Length, logits.Length);
        float* maxima = stackalloc float[RowsTogether];
        double* sums = stackalloc double[RowsTogether];
        float* room = stackalloc float[RowsTogether * ExponentialSum<TLane>.ShortRow];
        fixed (float* pinnedLogits = logits, pinnedDestination = destination)
        {
            for (int first = 0; first < rows; first += RowsTogether)
            {
                int count = Math.Min(RowsTogether, rows - first);
                nint start = first * (nint)columns;
                float* powers = columns <= ExponentialSum<TLane>.ShortRow ? room : pinnedDestination + start;
                Exponentials(pinnedLogits + start, count, columns, powers, maxima, sums);
                Normalize<Probability>(powers, count, columns, sums, targets: null, pinnedDestination + start);
            }
        }
    }

    /// <summary>
    /// Sets each row's loss to −Σ yᵢ ln pᵢ = Σ yᵢ (ln Σⱼ e^(zⱼ − max) − (zᵢ − max)), formed in double in ascending order, and the gradient
    /// with respect to its logits z to p − y.
    /// </summary>
    [SkipLocalsInit]
    public static unsafe void CrossEntropy(
        ReadOnlySpan<float> logits, ReadOnlySpan<float> targets, Span<float> gradients, Span<double> losses)
    {
        int columns = logits.Length / losses.Length;
        Bounds.Require(targets.Length, logits.Length);
        Bounds.Require(gradients.Length, logits.Length);
        float* maxima = stackalloc float[RowsTogether];
        double* sums = stackalloc double[RowsTogether];
        double* logarithms = stackalloc double[RowsTogether];
        double* rowLosses = stackalloc double[RowsTogether];
        float* room = stackalloc float[RowsTogether * ExponentialSum<TLane>.ShortRow];
        fixed (float* pinnedLogits = logits, pinnedTargets = targets, pinnedGradients = gradients)
        {
            for (int first = 0; first < losses.Length; first += RowsTogether)
            {
                int count = Math.Min(RowsTogether, losses.Length - first);
                nint start = first * (nint)columns;
                float* powers = columns <= ExponentialSum<TLane>.ShortRow ? room : pinnedGradients + start;
                Exponentials(pinnedLogits + start, count, columns, powers, maxima, sums);
                Logarithms(sums, logarithms);
                Losses(pinnedLogits + start, pinnedTargets + start, count, columns, maxima, logarithms, rowLosses);
                new Span<double>(rowLosses, count).CopyTo(losses[first..]);
                Normalize<Difference>(powers, count, columns, sums, pinnedTargets + start, pinnedGradients + start);
            }
        }
    }

    /// <summary>destination ← e^(z − max z) for each row, with the rows' maxima and sums.</summary>
    private static unsafe void Exponentials(float* logits, int rows, int columns, float* destination, float* maxima, double* sums)
    {
        if (columns > ExponentialSum<TLane>.ShortRow)
        {
            for (int i = 0; i < rows; i++)
            {
                nint row = i * (nint)columns;
                maxima[i] = ElementWise<TLane>.Reduce<Largest<TLane>>(new ReadOnlySpan<float>(logits + row, columns));
                sums[i] = ExponentialSum<TLane>.LongRow(ref logits[row], maxima[i], columns, ref destination[row]);
            }
        }
        else
        {
            Maxima(logits, rows, columns, maxima);
            ExponentialSum<TLane>.ShortRows(logits, maxima, rows, columns, destination);
            ExponentialSum<TLane>.Sums(destination, rows, columns, sums);
        }
    }

    /// <summary>The rows' largest values; any where one is NaN, which then reaches all results by way of the sum.</summary>
    [MethodImpl(Compilation.Kernel)]
    private static unsafe void Maxima(float* logits, int rows, int columns, float* maxima)
    {
        for (int row = 0; row < rows; row += FourRows.Count)
        {
            var largest = new LargestColumn();
            new FourRows(logits, row, rows, columns).Fold(columns, ref largest);
            largest.Value.Store(maxima + row);
        }
    }

    /// <summary>All places are computed, also where there are fewer rows.</summary>
    [MethodImpl(Compilation.Kernel)]
    private static unsafe void Logarithms(double* sums, double* logarithms)
    {
        for (int i = 0; i < RowsTogether; i += Vector<double>.Count)
        {
            Logarithm.Of(Vector.Load(sums + i)).Store(logarithms + i);
        }
    }

    [MethodImpl(Compilation.Kernel)]
    private static unsafe void Losses(
        float* logits, float* targets, int rows, int columns, float* maxima, double* logarithms, double* losses)
    {
        for (int row = 0; row < rows; row += FourRows.Count)
        {
            var z = new FourRows(logits, row, rows, columns);
            var y = new FourRows(targets, row, rows, columns);
            var loss = new CrossEntropySum(Vector128.Load(maxima + row), Vector256.Load(logarithms + row));
            z.Fold(y, columns, ref loss);
            loss.Value.Store(losses + row);
        }
    }

    /// <summary>destination ← powers / sums, in place or apart, or what is made of that with the targets.</summary>
    [MethodImpl(Compilation.Kernel)]
    private static unsafe void Normalize<TResult>(float* powers, int rows, int columns, double* sums, float* targets, float* destination)
        where TResult : struct, IResult
    {
        int full = columns - (columns % TLane.Count);
        var rest = new PartialColumns<TLane>(columns - full);
        for (int row = 0; row < rows; row++)
        {
            TLane factor = TLane.Splat((float)(1 / sums[row]));
            for (int i = 0; i < full; i += TLane.Count)
            {
                Normalize<TResult, FullColumns<TLane>>(ref powers[i], factor, targets + i, ref destination[i], default);
            }

            if (full < columns)
            {
                Normalize<TResult, PartialColumns<TLane>>(ref powers[full], factor, targets + full, ref destination[full], rest);
            }

            powers += columns;
            targets += columns;
            destination += columns;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Normalize<TResult, TColumns>(
        ref float power, TLane factor, float* targets, ref float destination, TColumns columns)
        where TResult : struct, IResult
        where TColumns : struct, IColumns<TLane> =>
        columns.Store(TResult.Of(columns.Load(ref power) * factor, targets, columns), ref destination);

    /// <summary>What becomes of a row's probabilities.</summary>
    private interface IResult
    {
        static abstract unsafe TLane Of<TColumns>(TLane probabilities, float* targets, TColumns columns)
            where TColumns : struct, IColumns<TLane>;
    }

    /// <summary>p.</summary>
    private readonly struct Probability : IResult
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static unsafe TLane Of<TColumns>(TLane probabilities, float* targets, TColumns columns)
            where TColumns : struct, IColumns<TLane> => probabilities;
    }

    /// <summary>p − y.</summary>
    private readonly struct Difference : IResult
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static unsafe TLane Of<TColumns>(TLane probabilities, float* targets, TColumns columns)
            where TColumns : struct, IColumns<TLane> => probabilities - columns.Load(ref *targets);
    }
}
