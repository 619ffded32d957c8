using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MlpFast.Kernels;

namespace MlpFast.Benchmarks.Limits;

/// <summary>How fast a working set of so many bytes can be read: the sum of its elements, again and again.</summary>
internal sealed class ReadBandwidth<TLane> : InProcessProbe
    where TLane : struct, IArithmeticLane<TLane>
{
    /// <summary>Independent sums: enough to hide the latency of an addition.</summary>
    private const int Sums = 8;

    /// <summary>What an iteration reads at least, so that starting it does not count.</summary>
    private const long BytesOfIteration = 1 << 20;

    private readonly AlignedBuffer _numbers;
    private readonly int _passes;
    private readonly float[] _result = new float[TLane.Count];

    public ReadBandwidth(long bytes)
    {
        int step = Sums * TLane.Count;
        _numbers = new AlignedBuffer((int)(bytes / sizeof(float)) / step * step);
        _numbers.Span.Fill(1); // Pages that were never written may all be the same one.
        _passes = (int)Math.Max(1, BytesOfIteration / bytes);
    }

    public override double Amount => (double)_passes * _numbers.Length * sizeof(float);

    public override void Iterate()
    {
        for (int i = 0; i < _passes; i++)
        {
            Sum(_numbers.Span).Store(ref _result[0]);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static TLane Sum(ReadOnlySpan<float> numbers)
    {
        TLane s0 = TLane.Splat(0);
        TLane s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
        ref float number = ref MemoryMarshal.GetReference(numbers);
        for (int i = 0; i < numbers.Length; i += Sums * TLane.Count)
        {
            s0 += TLane.Load(ref Unsafe.Add(ref number, i));
            s1 += TLane.Load(ref Unsafe.Add(ref number, i + TLane.Count));
            s2 += TLane.Load(ref Unsafe.Add(ref number, i + (2 * TLane.Count)));
            s3 += TLane.Load(ref Unsafe.Add(ref number, i + (3 * TLane.Count)));
            s4 += TLane.Load(ref Unsafe.Add(ref number, i + (4 * TLane.Count)));
            s5 += TLane.Load(ref Unsafe.Add(ref number, i + (5 * TLane.Count)));
            s6 += TLane.Load(ref Unsafe.Add(ref number, i + (6 * TLane.Count)));
            s7 += TLane.Load(ref Unsafe.Add(ref number, i + (7 * TLane.Count)));
        }

        return s0 + s1 + (s2 + s3) + (s4 + s5 + (s6 + s7));
    }
}
