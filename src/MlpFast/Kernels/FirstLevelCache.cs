using System.Globalization;
using System.Runtime.Intrinsics.X86;

namespace MlpFast.Kernels;

/// <summary>The processor's first-level data cache, as far as it decides how a product is computed fastest. No bit depends on it.</summary>
internal static class FirstLevelCache
{
    /// <summary>The environment variable that takes the place of what the processor says, for tests and benchmarks.</summary>
    private const string Variable = "MLPFAST_CACHE_WAYS";

    /// <summary>Where nothing is known it is better to copy what might not stay in the cache.</summary>
    private const int Unknown = 1;

    private const int MostCaches = 8;
    private const int FirstLevel = 1;
    private const int DataCache = 1;

    /// <summary>Lines so many bytes apart share a set, in all caches of this kind whose addresses need not be translated first.</summary>
    private const int BytesOfWay = 4096;

    /// <summary>How many lines a set holds.</summary>
    private static readonly int Ways =
        int.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out int ways)
            ? ways
            : WaysOfProcessor();

    /// <summary>Whether so many rows that lie so far apart can stay there while they are read side by side.</summary>
    public static bool Holds(int rows, nint floatsApart) => floatsApart * sizeof(float) % BytesOfWay != 0 || rows <= Ways;

    /// <summary>
    /// From the deterministic cache parameters: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2, CPUID leaf 4; AMD64
    /// Architecture Programmer's Manual, volume 3, function 8000_001Dh.
    /// </summary>
    private static int WaysOfProcessor()
    {
        const int Extended = unchecked((int)0x80000000);
        if (!X86Base.IsSupported)
        {
            return Unknown;
        }

        return WaysOf(leaf: 4, firstLeaf: 0) ?? WaysOf(leaf: Extended + 0x1D, firstLeaf: Extended) ?? Unknown;
    }

    /// <summary>Each subleaf describes a cache; leaves up to a last one exist.</summary>
    private static int? WaysOf(int leaf, int firstLeaf)
    {
        if ((uint)X86Base.CpuId(firstLeaf, 0).Eax < (uint)leaf)
        {
            return null;
        }

        for (int cache = 0; cache < MostCaches; cache++)
        {
            (int type, int size, _, _) = X86Base.CpuId(leaf, cache);
            if ((type & 0x1F, (type >> 5) & 7) == (DataCache, FirstLevel))
            {
                return (size >>> 22) + 1;
            }
        }

        return null;
    }
}
