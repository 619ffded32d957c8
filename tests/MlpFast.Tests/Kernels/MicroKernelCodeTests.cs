using System.Runtime.Intrinsics.X86;
using MlpFast.Kernels;
using Xunit;

namespace MlpFast.Tests.Kernels;

/// <summary>
/// The machine code of the micro-kernel. A call in it would push the accumulators to memory and make it fifteen times as slow, and
/// whether the compiler inlines everything is not written in the source. The network is wide enough for every kind of tile.
/// </summary>
public sealed class MicroKernelCodeTests
{
    [Theory]
    [InlineData("1", "zmm")]
    [InlineData("0", "ymm")]
    public void The_micro_kernel_calls_nothing(string enableAvx512, string register)
    {
        bool needs512 = string.Equals(register, "zmm", StringComparison.Ordinal);
        if (!Fma.IsSupported || (needs512 && !Avx512F.IsSupported))
        {
            return; // Without the instructions, what runs is another kernel or the software multiply-add.
        }

        DirectoryInfo folder = Directory.CreateTempSubdirectory();
        try
        {
            string listing = Path.Combine(folder.FullName, "listing.txt");
            ToolProcess.Run(
                folder.FullName,
                ["train", "digits", "--layers", "1024", "--epochs", "1"],
                ("DOTNET_JitDisasm", "*MicroKernel:Tile"),
                ("DOTNET_JitStdOutFile", listing),
                ("DOTNET_EnableAVX512", enableAvx512),
                ("MLPFAST_KERNELS", null));
            string code = File.ReadAllText(listing);
            Assert.True(code.Split("; Assembly listing for method").Length > 3, "Expected the code of at least 3 tiles.");
            Assert.Matches($"vfmadd[0-9]+ps +{register}", code);
            Assert.Contains(nameof(AddScaled), code, StringComparison.Ordinal);
            Assert.Contains("CopiedColumns", code, StringComparison.Ordinal);
            Assert.DoesNotContain(" call ", code, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
