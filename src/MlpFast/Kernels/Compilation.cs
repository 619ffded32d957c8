using System.Runtime.CompilerServices;

namespace MlpFast.Kernels;

/// <summary>How methods with hot loops are compiled.</summary>
internal static class Compilation
{
    /// <summary>
    /// Each on its own: within a caller, the compiler's budget for inlining may be spent before the lanes' operations, which then become calls.
    /// Just in time: at once and with all optimizations, as what the first tier makes of them is many times slower. Ahead of time the same
    /// option would exclude them.
    /// </summary>
#if COMPILED_AHEAD
    public const MethodImplOptions Kernel = MethodImplOptions.NoInlining;
#else
    public const MethodImplOptions Kernel = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;
#endif
}
