namespace MlpFast.Kernels;

/// <summary>
/// Where a cache line begins. What is stored across two lines cannot be loaded again before it has left for the cache.
/// </summary>
internal static unsafe class CacheLine
{
    public const int Bytes = 64;

    /// <summary>More than alignment ever skips.</summary>
    public const int Floats = Bytes / sizeof(float);

    /// <summary>The first cache line that begins there or behind.</summary>
    public static float* Align(float* room) => (float*)(((nuint)room + Bytes - 1) & ~(nuint)(Bytes - 1));
}
