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
    public static unsafe void Apply(ReadOnlySpan<float> logits, Span<float> destination, int columns)
    {
        int rows = (logits.Length + columns - 1) / columns;
        Bounds.Require(logits.Length, (long)rows * columns);
        Bounds.Require(destination.Length, logits.Length);
        fixed (float* pinnedLogits = logits, pinnedDestination = destination)
        {
            if (RegisterRows<TLane>.Hold(columns))
            {
                RegisterRows<TLane>.Softmax(pinnedLogits, rows, columns, pinnedDestination);
            }
            else
            {
                Apply(pinnedLogits, rows, columns, pinnedDestination);
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
                Exponentials<DoubleChainSum>(pinnedLogits + start, count, columns, powers, maxima, sums);
                Logarithms(sums, logarithms);
                Losses(pinnedLogits + start, pinnedTargets + start, count, columns, maxima, logarithms, rowLosses);
                new Span<double>(rowLosses, count).CopyTo(losses[first..]);
                Normalize(powers, count, columns, sums, new Difference(pinnedTargets + start), pinnedGradients + start);
            }
        }
    }

    [SkipLocalsInit]
    private static unsafe void Apply(float* logits, int rows, int columns, float* destination)
    {
        float* maxima = stackalloc float[RowsTogether];
        double* sums = stackalloc double[RowsTogether];
        float* room = stackalloc float[RowsTogether * ExponentialSum<TLane>.ShortRow];
        for (int first = 0; first < rows; first += RowsTogether)
        {
            int count = Math.Min(RowsTogether, rows - first);
            nint start = first * (nint)columns;
            float* powers = columns <= ExponentialSum<TLane>.ShortRow ? room : destination + start;
            Exponentials<FloatChainSum>(logits + start, count, columns, powers, maxima, sums);
            Normalize(powers, count, columns, sums, default(Probability), destination + start);
        }
    }

    /// <summary>destination ← e^(z − max z) for each row, with the rows' maxima and sums.</summary>
    private static unsafe void Exponentials<TSum>(float* logits, int rows, int columns, float* destination, float* maxima, double* sums)
        where TSum : struct, IChainSum
    {
        if (columns > ExponentialSum<TLane>.ShortRow)
        {
            for (int i = 0; i < rows; i++)
            {
                nint row = i * (nint)columns;
                maxima[i] = ElementWise<TLane>.Reduce<Largest<TLane>>(new ReadOnlySpan<float>(logits + row, columns));
                sums[i] = ExponentialSum<TLane>.LongRow<TSum>(ref logits[row], maxima[i], columns, ref destination[row]);
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
    [MethodImpl(Compilation.JustInTimeKernel)]
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
    [MethodImpl(Compilation.JustInTimeKernel)]
    private static unsafe void Logarithms(double* sums, double* logarithms)
    {
        for (int i = 0; i < RowsTogether; i += Vector<double>.Count)
        {
            Logarithm.Of(Vector.Load(sums + i)).Store(logarithms + i);
        }
    }

    [MethodImpl(Compilation.JustInTimeKernel)]
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

    /// <summary>destination ← what is made of powers / sums, in place or apart.</summary>
    [MethodImpl(Compilation.JustInTimeKernel)]
    private static unsafe void Normalize<TResult>(float* powers, int rows, int columns, double* sums, TResult result, float* destination)
        where TResult : struct, INormalizedResult
    {
        int full = columns - (columns % TLane.Count);
        var rest = new PartialColumns<TLane>(columns - full);
        for (int row = 0; row < rows; row++)
        {
            TLane factor = TLane.Splat((float)(1 / sums[row]));
            nint start = row * (nint)columns;
            for (nint i = start; i < start + full; i += TLane.Count)
            {
                Normalize(powers, factor, i, result, destination, default(FullColumns<TLane>));
            }

            if (full < columns)
            {
                Normalize(powers, factor, start + full, result, destination, rest);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Normalize<TResult, TColumns>(
        float* powers, TLane factor, nint i, TResult result, float* destination, TColumns columns)
        where TResult : struct, INormalizedResult
        where TColumns : struct, IColumns<TLane> =>
        columns.Store(result.Of(columns.Load(ref powers[i]) * factor, i, columns), ref destination[i]);

    /// <summary>What becomes of probabilities.</summary>
    private interface INormalizedResult
    {
        /// <summary>Of those that begin at an element of the matrix.</summary>
        TLane Of<TColumns>(TLane probabilities, nint element, TColumns columns)
            where TColumns : struct, IColumns<TLane>;
    }

    /// <summary>p.</summary>
    private readonly struct Probability : INormalizedResult
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLane Of<TColumns>(TLane probabilities, nint element, TColumns columns)
            where TColumns : struct, IColumns<TLane> => probabilities;
    }

    /// <summary>p − y.</summary>
    private readonly unsafe struct Difference(float* targets) : INormalizedResult
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLane Of<TColumns>(TLane probabilities, nint element, TColumns columns)
            where TColumns : struct, IColumns<TLane> => probabilities - columns.Load(ref targets[element]);
    }
}
