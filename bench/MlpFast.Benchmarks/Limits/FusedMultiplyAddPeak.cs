using System.Runtime.CompilerServices;
using MlpFast.Kernels;

namespace MlpFast.Benchmarks.Limits;

/// <summary>The most that one core can compute: fused multiply-adds that never leave the registers.</summary>
internal sealed class FusedMultiplyAddPeak<TLane> : InProcessProbe
    where TLane : struct, IArithmeticLane<TLane>
{
    /// <summary>Independent chains: enough to hide the latency of each, few enough for 16 registers.</summary>
    private const int Chains = 12;

    private const int Repetitions = 10_000;

    private readonly float[] _result = new float[TLane.Count];

    public override double Amount => 2.0 * Chains * TLane.Count * Repetitions;

    public override void Iterate() => Converge().Store(ref _result[0]);

    /// <summary>x ← ½x + ½ tends to 1: no overflow, nothing subnormal.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static TLane Converge()
    {
        TLane half = TLane.Splat(0.5f);
        TLane x0 = half, x1 = half, x2 = half, x3 = half, x4 = half, x5 = half;
        TLane x6 = half, x7 = half, x8 = half, x9 = half, x10 = half, x11 = half;
        for (int i = 0; i < Repetitions; i++)
        {
            x0 = TLane.FusedMultiplyAdd(x0, half, half);
            x1 = TLane.FusedMultiplyAdd(x1, half, half);
            x2 = TLane.FusedMultiplyAdd(x2, half, half);
            x3 = TLane.FusedMultiplyAdd(x3, half, half);
            x4 = TLane.FusedMultiplyAdd(x4, half, half);
            x5 = TLane.FusedMultiplyAdd(x5, half, half);
            x6 = TLane.FusedMultiplyAdd(x6, half, half);
            x7 = TLane.FusedMultiplyAdd(x7, half, half);
            x8 = TLane.FusedMultiplyAdd(x8, half, half);
            x9 = TLane.FusedMultiplyAdd(x9, half, half);
            x10 = TLane.FusedMultiplyAdd(x10, half, half);
            x11 = TLane.FusedMultiplyAdd(x11, half, half);
        }

        return x0 + x1 + x2 + x3 + x4 + x5 + x6 + x7 + x8 + x9 + x10 + x11;
    }
}
