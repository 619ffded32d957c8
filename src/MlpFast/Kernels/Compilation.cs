using System.Runtime.CompilerServices;

namespace MlpFast.Kernels;

/// <summary>How methods with hot loops are compiled.</summary>
internal static class Compilation
{
    /// <summary>
    /// Just in time: at once and with all optimizations, as what the first tier makes of them is many times slower. Ahead of time the same
    /// option would exclude them. What a first prediction does not need keeps the option itself.
    /// </summary>
#if COMPILED_AHEAD
    public const MethodImplOptions Kernel = default;
#else
    public const MethodImplOptions Kernel = MethodImplOptions.AggressiveOptimization;
#endif
}
