using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MlpFast.Kernels;

/// <summary>How chains of sums become one, in an order that the width of a lane does not change.</summary>
internal interface IChainSum
{
    /// <summary>The sum of so many chains, which may be overwritten: a power of two, at least 16 and the width of the lane.</summary>
    static abstract unsafe double Of<TLane>(float* chains, int count)
        where TLane : struct, IArithmeticLane<TLane>;
}

/// <summary>
/// In float, by halves: chain j and chain j + count/2, of these sums again the halves, and so on, as <see cref="Halves"/> goes on within a lane.
/// For probabilities, which are rounded to float themselves.
/// </summary>
internal readonly struct FloatChainSum : IChainSum
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe double Of<TLane>(float* chains, int count)
        where TLane : struct, IArithmeticLane<TLane>
    {
        for (int half = count / 2; half >= TLane.Count; half /= 2)
        {
            for (int i = 0; i < half; i += TLane.Count)
            {
                (TLane.Load(ref chains[i]) + TLane.Load(ref chains[half + i])).Store(ref chains[i]);
            }
        }

        return TLane.Sum(TLane.Load(ref *chains));
    }
}

/// <summary>
/// In double: chains j, j + 16, j + 32, … for j = 0 … 15, these sums as (j + (j + 4)) + ((j + 8) + (j + 12)) for j = 0 … 3, and the last four as
/// (0 + 1) + (2 + 3). For the logarithm in a loss: the largest term is 1, and a small loss is what the others add to it.
/// </summary>
internal readonly struct DoubleChainSum : IChainSum
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe double Of<TLane>(float* chains, int count)
        where TLane : struct, IArithmeticLane<TLane>
    {
        Vector256<double> first = FourRows.InDouble(Vector128.Load(chains));
        Vector256<double> second = FourRows.InDouble(Vector128.Load(chains + 4));
        Vector256<double> third = FourRows.InDouble(Vector128.Load(chains + 8));
        Vector256<double> fourth = FourRows.InDouble(Vector128.Load(chains + 12));
        for (int i = 16; i < count; i += 16)
        {
            first += FourRows.InDouble(Vector128.Load(chains + i));
            second += FourRows.InDouble(Vector128.Load(chains + i + 4));
            third += FourRows.InDouble(Vector128.Load(chains + i + 8));
            fourth += FourRows.InDouble(Vector128.Load(chains + i + 12));
        }

        Vector256<double> sums = (first + second) + (third + fourth);
        return (sums[0] + sums[1]) + (sums[2] + sums[3]);
    }
}
