using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics.X86;
using Xunit;

namespace MlpFast.Tests.Kernels;

/// <summary>
/// The machine code of the micro-kernel. A call in it would push the accumulators to memory and make it fifteen times as slow, and
/// whether the compiler inlines everything is not written in the source.
/// </summary>
public sealed class MicroKernelCodeTests
{
    [Theory]
    [InlineData("1", "zmm")]
    [InlineData("0", "ymm")]
    public void The_micro_kernel_calls_nothing(string enableAvx512, string register)
    {
        if (!Fma.IsSupported || (register == "zmm" && !Avx512F.IsSupported))
        {
            return; // Without the instructions, what runs is another kernel or the software multiply-add.
        }

        string listing = Path.GetTempFileName();
        try
        {
            TrainDigits(enableAvx512, listing);
            string code = File.ReadAllText(listing);
            int methods = code.Split("; Assembly listing for method").Length - 1;
            Assert.True(methods >= 3, $"Expected the code of at least 3 tiles, but got {methods.ToString(CultureInfo.InvariantCulture)}.");
            Assert.Matches($"vfmadd[0-9]+ps +{register}", code);
            Assert.DoesNotContain(" call ", code, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(listing);
        }
    }

    private static void TrainDigits(string enableAvx512, string listing)
    {
        string tool = Path.Combine(AppContext.BaseDirectory, "mlpfast.dll");
        string model = Path.ChangeExtension(listing, ".safetensors");
        var start = new ProcessStartInfo("dotnet", [tool, "train", "digits", "--epochs", "1", "--out", model])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_JitDisasm"] = "Tile";
        start.Environment["DOTNET_JitStdOutFile"] = listing;
        start.Environment["DOTNET_EnableAVX512"] = enableAvx512;
        start.Environment.Remove("MLPFAST_KERNELS");
        using Process process = Process.Start(start)!;
        process.StandardOutput.ReadToEndAsync();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        File.Delete(model);
        Assert.True(process.ExitCode == 0, errors);
    }
}
