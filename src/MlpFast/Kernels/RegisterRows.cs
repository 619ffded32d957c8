using System.Runtime.CompilerServices;

namespace MlpFast.Kernels;

/// <summary>
/// Softmax of rows that four lanes hold, in registers from the logits to the probabilities: through memory, each step would wait for what
/// the one before it stores.
/// </summary>
/// <remarks>Bounds have been checked and the memory is pinned. The order of a sum is that of <see cref="FloatChainSum"/>, with a chain for each column.</remarks>
internal static class RegisterRows<TLane>
    where TLane : struct, IArithmeticLane<TLane>
{
    /// <summary>Whether rows of so many columns are neither too long nor summed as short ones are.</summary>
    public static bool Hold(int columns) =>
        columns > ExponentialSum<TLane>.ShortRow && columns <= TwinLane<TwinLane<TLane>>.Count;

    /// <summary>The probabilities of each row of logits, [rows × columns], in place or into memory apart.</summary>
    public static unsafe void Softmax(float* logits, int rows, int columns, float* destination)
    {
        if (columns == TwinLane<TwinLane<TLane>>.Count)
        {
            FullRows<TwinLane<TwinLane<TLane>>>(logits, rows, destination);
        }
        else
        {
            PartialRows<TwinLane<TwinLane<TLane>>>(logits, rows, columns, destination);
        }
    }

    [MethodImpl(Compilation.JustInTimeKernel)]
    private static unsafe void FullRows<TRow>(float* logits, int rows, float* destination)
        where TRow : struct, IArithmeticLane<TRow>
    {
        for (; rows > 0; rows--)
        {
            Row(TRow.Load(ref *logits)).Store(ref *destination);
            logits += TRow.Count;
            destination += TRow.Count;
        }
    }

    /// <summary>
    /// Beyond the last column there is −∞, which adds nothing. Stored in whole pieces: the next row is loaded from the same cache line.
    /// </summary>
    [MethodImpl(Compilation.JustInTimeKernel)]
    private static unsafe void PartialRows<TRow>(float* logits, int rows, int columns, float* destination)
        where TRow : struct, IArithmeticLane<TRow>
    {
        TRow mask = TRow.First(columns);
        TRow nothing = TRow.Splat(float.NegativeInfinity);
        for (; rows > 0; rows--)
        {
            Row(TRow.Select(mask, TRow.Load(ref *logits, mask), nothing)).StoreFirst(ref *destination, columns);
            logits += columns;
            destination += columns;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TRow Row<TRow>(TRow logits)
        where TRow : struct, IArithmeticLane<TRow>
    {
        TRow powers = Exponential.OfNegative(logits - TRow.Splat(TRow.Largest(logits)));
        return powers * TRow.Splat((float)(1 / (double)TRow.Sum(powers)));
    }
}
