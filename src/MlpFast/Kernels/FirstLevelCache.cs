using System.Globalization;
using System.Runtime.Intrinsics.X86;

namespace MlpFast.Kernels;

/// <summary>The processor's first-level data cache, as far as it decides how a product is computed fastest. No bit depends on it.</summary>
internal static class FirstLevelCache
{
    /// <summary>
    /// The environment variable that takes the place of what the processor says, for tests and benchmarks; what is no positive number is passed
    /// over.
    /// </summary>
    private const string Variable = "MLPFAST_CACHE_WAYS";

    /// <summary>Where nothing is known: as few as common processors have, since rows that evict one another cost far more than a copy.</summary>
    private const int Fewest = 4;

    /// <summary>Lines so many bytes apart share a set, in all caches of this level that need no translated address to choose one.</summary>
    private const int BytesOfWay = 4096;

    private const int IntelLeaf = 4;
    private const int FirstExtendedLeaf = unchecked((int)0x80000000);
    private const int AmdLeaf = FirstExtendedLeaf + 0x1D;

    /// <summary>How many lines a set holds.</summary>
    private static readonly int Ways = Asked ?? (X86Base.IsSupported ? WaysFrom(X86Base.CpuId) : null) ?? Fewest;

    private static int? Asked =>
        int.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out int ways) && ways > 0
            ? ways
            : null;

    /// <summary>Whether so many rows that lie so far apart can stay there while they are read side by side, if nothing else needs the room.</summary>
    public static bool Holds(int rows, nint floatsApart) => Holds(Ways, rows, floatsApart);

    /// <summary>
    /// Whether they stay although another program on the same core needs room too: they take at most two thirds of a set. Where they take all
    /// of it, such a program makes a product take up to one and a half times as long.
    /// </summary>
    public static bool HoldsEasily(int rows, nint floatsApart) => Holds(EasyWays(Ways), rows, floatsApart);

    internal static int EasyWays(int ways) => Math.Max(1, ways * 2 / 3);

    internal static bool Holds(int ways, int rows, nint floatsApart)
    {
        nint bytes = floatsApart * sizeof(float);
        nint step = Math.Min(bytes & -bytes, BytesOfWay); // The sets that the rows begin in are so far apart.
        return rows * step <= (nint)ways * BytesOfWay;
    }

    /// <summary>
    /// The ways of the first-level data cache, if the processor describes it: Intel 64 and IA-32 Architectures Software Developer's Manual,
    /// volume 2, CPUID leaf 4; AMD64 Architecture Programmer's Manual, volume 3, function 8000_001Dh, which is laid out alike.
    /// </summary>
    /// <param name="cpuid">The registers for a leaf and a subleaf.</param>
    internal static int? WaysFrom(Func<int, int, (int Eax, int Ebx, int Ecx, int Edx)> cpuid) =>
        WaysFrom(cpuid, IntelLeaf, firstLeaf: 0) ?? WaysFrom(cpuid, AmdLeaf, FirstExtendedLeaf);

    /// <summary>The first leaf of its kind says which is the last one. Each subleaf describes a cache, until one is of type 0.</summary>
    private static int? WaysFrom(Func<int, int, (int Eax, int Ebx, int Ecx, int Edx)> cpuid, int leaf, int firstLeaf)
    {
        const int None = 0;
        const int Data = 1;
        const int FirstLevel = 1;
        const int MostCaches = 8;
        if ((uint)cpuid(firstLeaf, 0).Eax < (uint)leaf)
        {
            return null;
        }

        for (int cache = 0; cache < MostCaches; cache++)
        {
            (int kind, int size, _, _) = cpuid(leaf, cache);
            int type = kind & 0x1F;
            int level = (kind >> 5) & 7;
            if (type == None)
            {
                return null;
            }

            if (type == Data && level == FirstLevel)
            {
                return (size >>> 22) + 1;
            }
        }

        return null;
    }
}
