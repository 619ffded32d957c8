using System.Runtime.CompilerServices;

namespace MlpFast.Kernels;

/// <summary>
/// How methods with hot loops are compiled: each on its own, since within a caller the compiler's budget for inlining may be spent before the
/// lanes' operations, which then become calls; and at once with all optimizations, as what the first tier makes of them is many times slower.
/// </summary>
internal static class Compilation
{
    /// <summary>What a first prediction needs: ahead of time if one asks for it, which the option for optimizations would exclude.</summary>
#if COMPILED_AHEAD
    public const MethodImplOptions Kernel = MethodImplOptions.NoInlining;
#else
    public const MethodImplOptions Kernel = JustInTimeKernel;
#endif

    /// <summary>All others: what of them cannot be compiled ahead of time would begin in the first tier.</summary>
    public const MethodImplOptions JustInTimeKernel = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;
}
