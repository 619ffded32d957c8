using System.Numerics;
using MlpFast.Kernels;

namespace MlpFast;

/// <summary>
/// The generator behind every seed: xoshiro256** (D. Blackman and S. Vigna, 2018), its state filled by SplitMix64. Its sequence is
/// specified, so that a seed means the same numbers on every machine and .NET version.
/// </summary>
internal sealed class RandomSource
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;
    private double _spareNormal = double.NaN;

    public RandomSource(ulong seed)
    {
        _s0 = SplitMix(ref seed);
        _s1 = SplitMix(ref seed);
        _s2 = SplitMix(ref seed);
        _s3 = SplitMix(ref seed);
    }

    public ulong NextUInt64()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        ulong shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1), a multiple of 2⁻⁵³.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in 0 … bound − 1, without bias. Source: D. Lemire, 2019, “Fast random integer generation in an interval”.</summary>
    public int Next(int bound)
    {
        ulong high = Math.BigMul(NextUInt64(), (ulong)bound, out ulong low);
        ulong threshold = unchecked(0UL - (ulong)bound) % (ulong)bound;
        while (low < threshold)
        {
            high = Math.BigMul(NextUInt64(), (ulong)bound, out low);
        }

        return (int)high;
    }

    /// <summary>Standard normal, by the polar method (G. Marsaglia and T. Bray, 1964).</summary>
    public double NextNormal()
    {
        if (!double.IsNaN(_spareNormal))
        {
            double spare = _spareNormal;
            _spareNormal = double.NaN;
            return spare;
        }

        double x, y, square;
        do
        {
            x = (2 * NextDouble()) - 1;
            y = (2 * NextDouble()) - 1;
            square = (x * x) + (y * y);
        }
        while (square is >= 1 or 0);

        double factor = Math.Sqrt(-2 * Logarithm.Of(square) / square);
        _spareNormal = y * factor;
        return x * factor;
    }

    /// <summary>Puts a random sample of <paramref name="count"/> elements first, in random order (Fisher and Yates, stopped early).</summary>
    public void Shuffle(Span<int> items, int count)
    {
        for (int i = 0; i < count; i++)
        {
            int j = i + Next(items.Length - i);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        ulong z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
