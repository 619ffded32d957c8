using System.Runtime.CompilerServices;

namespace MlpFast.Kernels;

/// <summary>The numerators of a row's softmax and their sum, the denominator.</summary>
/// <remarks>
/// The order of the sum, whatever the width of a lane: the row is cut into segments; in each, element i is added to chain i mod 64, in float;
/// then the chains are added in ascending order to a double. A row of up to 64 elements is thus simply summed in double.
/// </remarks>
internal static class ExponentialSum<TLane>
    where TLane : struct, IArithmeticLane<TLane>
{
    /// <summary>A multiple of every lane's width, and enough additions side by side to hide the latency of each.</summary>
    public const int Chains = 64;

    /// <summary>Elements of a segment: so few that its chains round no worse than the exponentials do.</summary>
    private const int Segment = 64 * Chains;

    /// <summary>Sets destination to e^(value − shift), in place or apart, where no value exceeds the shift, and returns the sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Run(ref float values, float shift, int length, ref float destination)
    {
        if (length > Chains)
        {
            return OfSegments(ref values, shift, length, ref destination);
        }

        TLane shifts = TLane.Splat(shift);
        int i = 0;
        for (; i + TLane.Count <= length; i += TLane.Count)
        {
            Exponential.OfNonPositive(TLane.Load(ref Unsafe.Add(ref values, i)) - shifts).Store(ref Unsafe.Add(ref destination, i));
        }

        if (i < length)
        {
            TLane mask = TLane.First(length - i);
            Exponential.OfNonPositive(TLane.Load(ref Unsafe.Add(ref values, i), mask) - shifts)
                .Store(ref Unsafe.Add(ref destination, i), mask);
        }

        return AddTo(0, ref destination, length);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static unsafe double OfSegments(ref float values, float shift, int length, ref float destination)
    {
        float* chains = stackalloc float[Chains];
        double sum = 0;
        for (int first = 0; first < length; first += Segment)
        {
            new Span<float>(chains, Chains).Clear();
            AddSegment(
                ref Unsafe.Add(ref values, first),
                TLane.Splat(shift),
                Math.Min(Segment, length - first),
                ref Unsafe.Add(ref destination, first),
                ref *chains);
            sum = AddTo(sum, ref *chains, Chains);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddSegment(ref float values, TLane shifts, int length, ref float destination, ref float chains)
    {
        int i = 0;
        for (; i + TLane.Count <= length; i += TLane.Count)
        {
            TLane power = Exponential.OfNonPositive(TLane.Load(ref Unsafe.Add(ref values, i)) - shifts);
            power.Store(ref Unsafe.Add(ref destination, i));
            ref float chain = ref Unsafe.Add(ref chains, i % Chains);
            (TLane.Load(ref chain) + power).Store(ref chain);
        }

        if (i < length)
        {
            TLane mask = TLane.First(length - i);
            TLane power = Exponential.OfNonPositive(TLane.Load(ref Unsafe.Add(ref values, i), mask) - shifts);
            power.Store(ref Unsafe.Add(ref destination, i), mask);
            ref float chain = ref Unsafe.Add(ref chains, i % Chains);
            (TLane.Load(ref chain, mask) + power).Store(ref chain, mask);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double AddTo(double sum, ref float terms, int count)
    {
        for (int i = 0; i < count; i++)
        {
            sum += Unsafe.Add(ref terms, i);
        }

        return sum;
    }
}
