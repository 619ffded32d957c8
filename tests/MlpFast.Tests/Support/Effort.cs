using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace MlpFast.Tests.Support;

/// <summary>
/// How much the long tests try: less where every fused multiply-add is computed in software, ten to twenty times as slowly. What they
/// require is the same.
/// </summary>
internal static class Effort
{
    public static int Of(int withHardware, int inSoftware) => Fma.IsSupported || AdvSimd.IsSupported ? withHardware : inSoftware;
}
