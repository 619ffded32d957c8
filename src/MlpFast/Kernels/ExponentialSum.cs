using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MlpFast.Kernels;

/// <summary>The numerators of softmax, e^(z − max z), and their sums, the denominators.</summary>
/// <remarks>
/// The order of a row's sum, whatever the width of a lane. A short row is summed in double, in ascending order. A longer one is cut into
/// segments; in each, element i is added to chain i mod 64, in float; then the chains are added, in one of the orders of
/// <see cref="IChainSum"/>, and the segments in double, in ascending order.
/// </remarks>
internal static class ExponentialSum<TLane>
    where TLane : struct, IArithmeticLane<TLane>
{
    /// <summary>Columns up to which a row counts as short.</summary>
    public const int ShortRow = 16;

    /// <summary>A power of two, no less than any lane's width, and enough additions side by side to hide the latency of each.</summary>
    private const int Chains = 64;

    /// <summary>Elements of a segment: so few that its chains round no worse than the exponentials do.</summary>
    private const int Segment = 64 * Chains;

    /// <summary>destination ← e^(values − maximum) for rows of at most <see cref="ShortRow"/> values, in place or apart.</summary>
    [MethodImpl(Compilation.JustInTimeKernel)]
    public static unsafe void ShortRows(float* values, float* maxima, int rows, int columns, float* destination)
    {
        int full = columns - (columns % TLane.Count);
        TLane mask = TLane.First(columns - full);
        for (int row = 0; row < rows; row++)
        {
            TLane maximum = TLane.Splat(maxima[row]);
            for (int i = 0; i < full; i += TLane.Count)
            {
                Exponential.OfNegative(TLane.Load(ref values[i]) - maximum).Store(ref destination[i]);
            }

            if (full < columns)
            {
                Exponential.OfNegative(TLane.Load(ref values[full], mask) - maximum).Store(ref destination[full], mask);
            }

            values += columns;
            destination += columns;
        }
    }

    /// <summary>The sums of short rows; there is room for a multiple of four.</summary>
    [MethodImpl(Compilation.JustInTimeKernel)]
    public static unsafe void Sums(float* powers, int rows, int columns, double* sums)
    {
        for (int row = 0; row < rows; row += FourRows.Count)
        {
            var sum = new ColumnSum();
            new FourRows(powers, row, rows, columns).Fold(columns, ref sum);
            sum.Value.Store(sums + row);
        }
    }

    /// <summary>destination ← e^(values − shift) for a row of any length, in place or apart, and its sum.</summary>
    [SkipLocalsInit]
    [MethodImpl(Compilation.JustInTimeKernel)]
    public static unsafe double LongRow<TSum>(ref float values, float shift, int length, ref float destination)
        where TSum : struct, IChainSum
    {
        float* room = stackalloc float[Chains + CacheLine.Floats];
        float* chains = CacheLine.Align(room);
        double sum = 0;
        for (int first = 0; first < length; first += Segment)
        {
            Clear(chains);
            AddSegment(
                ref Unsafe.Add(ref values, first),
                shift,
                Math.Min(Segment, length - first),
                ref Unsafe.Add(ref destination, first),
                ref *chains);
            sum += TSum.Of<TwinLane<TwinLane<TLane>>>(chains, Chains);
        }

        return sum;
    }

    /// <summary>In lanes, since a load that needs more than one store waits for them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Clear(float* chains)
    {
        for (int i = 0; i < Chains; i += TLane.Count)
        {
            TLane.Splat(0).Store(ref chains[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddSegment(ref float values, float shift, int length, ref float destination, ref float chains)
    {
        int i = AddLanes<TwinLane<TwinLane<TLane>>>(ref values, shift, 0, length, ref destination, ref chains);
        i = AddLanes<TLane>(ref values, shift, i, length, ref destination, ref chains);
        if (i < length)
        {
            TLane mask = TLane.First(length - i);
            TLane power = Exponential.OfNegative(TLane.Load(ref Unsafe.Add(ref values, i), mask) - TLane.Splat(shift));
            power.Store(ref Unsafe.Add(ref destination, i), mask);
            ref float chain = ref Unsafe.Add(ref chains, i & (Chains - 1));
            (TLane.Load(ref chain, mask) + power).Store(ref chain, mask);
        }
    }

    /// <summary>
    /// Full lanes from an element on, which is a multiple of their width, in the order of the chains that they add to; the first element that
    /// is left is returned.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int AddLanes<TWide>(ref float values, float shift, int first, int length, ref float destination, ref float chains)
        where TWide : struct, IArithmeticLane<TWide>
    {
        TWide shifts = TWide.Splat(shift);
        int end = length - (length % TWide.Count);
        for (int start = first; start < Math.Min(first + Chains, end); start += TWide.Count)
        {
            ref float chain = ref Unsafe.Add(ref chains, start & (Chains - 1));
            TWide sum = TWide.Load(ref chain);
            for (int i = start; i < end; i += Chains)
            {
                TWide power = Exponential.OfNegative(TWide.Load(ref Unsafe.Add(ref values, i)) - shifts);
                power.Store(ref Unsafe.Add(ref destination, i));
                sum += power;
            }

            sum.Store(ref chain);
        }

        return end;
    }
}
