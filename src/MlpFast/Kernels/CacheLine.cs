namespace MlpFast.Kernels;

/// <summary>What is stored across two cache lines cannot be loaded again before it has left for the cache.</summary>
internal static unsafe class CacheLine
{
    /// <summary>Floats of a cache line, as many as alignment may skip.</summary>
    public const int Floats = Bytes / sizeof(float);

    private const int Bytes = 64;

    /// <summary>The first cache line that begins there or behind.</summary>
    public static float* Align(float* room) => (float*)(((nuint)room + Bytes - 1) & ~(nuint)(Bytes - 1));
}
