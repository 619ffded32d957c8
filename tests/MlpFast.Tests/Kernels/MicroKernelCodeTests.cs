using System.Runtime.Intrinsics.X86;
using MlpFast.Kernels;
using MlpFast.Tests.Support;
using MlpFast.Tests.Training;
using Xunit;

namespace MlpFast.Tests.Kernels;

/// <summary>
/// The machine code of the hottest loops. A call in them would push registers to memory and make them many times as slow, and whether the
/// compiler inlines everything is not written in the source.
/// </summary>
public sealed class MicroKernelCodeTests
{
    public static TheoryData<string, string> Widths => new() { { "1", "zmm" }, { "0", "ymm" } };

    /// <summary>The network is wide enough for every kind of tile.</summary>
    [Theory]
    [MemberData(nameof(Widths))]
    public void The_micro_kernel_calls_nothing_and_moves_no_accumulator(string enableAvx512, string register)
    {
        if (!HasInstructions(register))
        {
            return; // Without the instructions, what runs is another kernel or the software multiply-add.
        }

        string code = Listing("*MicroKernel:Tiles", enableAvx512, (folder, environment) =>
            ToolProcess.Run(folder, ["train", "digits", "--layers", "1024", "--epochs", "1"], [.. environment]));
        Assert.True(Methods(code) >= 3, "Expected the code of at least 3 tiles.");
        Assert.Matches($"vfmadd[0-9]+ps +{register}", code);
        Assert.Contains(nameof(AddScaled), code, StringComparison.Ordinal);
        Assert.Contains("CopiedColumns", code, StringComparison.Ordinal);
        Assert.Empty(Calls(code));

        bool manyRegisters = string.Equals(register, "zmm", StringComparison.Ordinal);
        Assert.All(Listings(code), listing => Assert.DoesNotMatch(Wasted(listing, manyRegisters), InnerLoop(listing)));
    }

    /// <summary>The child process trains networks with each of them.</summary>
    [Theory]
    [MemberData(nameof(Widths))]
    public void Activations_call_nothing_but_the_refusal_of_bad_bounds(string enableAvx512, string register)
    {
        if (!HasInstructions(register))
        {
            return;
        }

        string code = Listing("*ElementWise*:Activate *ElementWise*:ActivateRest", enableAvx512, (_, environment) =>
            Assert.Equal(0, ChildProcess.Run(nameof(ReproducibilityTests), [], environment).ExitCode));
        Assert.Equal(3, Listings(code).Count(listing => listing.Contains(":Activate[", StringComparison.Ordinal)));
        Assert.Matches($"vdivps +{register}", code);
        Assert.All(Calls(code), call => Assert.Matches($"{nameof(Bounds)}:|:ActivateRest", call));
    }

    /// <summary>The child process predicts 25, 32 and 64 classes: rows that fill four registers and that do not.</summary>
    [Theory]
    [MemberData(nameof(Widths))]
    public void Softmax_in_registers_calls_nothing(string enableAvx512, string register)
    {
        if (!HasInstructions(register))
        {
            return;
        }

        string code = Listing("*RegisterRows*:FullRows *RegisterRows*:PartialRows", enableAvx512, (_, environment) =>
            Assert.Equal(0, ChildProcess.Run(nameof(ReproducibilityTests), [], environment).ExitCode));
        Assert.Equal(2, Methods(code));
        Assert.All(Listings(code), listing => Assert.Matches($"vfmadd[0-9]+ps +{register}", listing));
        Assert.Empty(Calls(code));
    }

    /// <summary>The child process trains a small network, and all its kernels are listed.</summary>
    [Theory]
    [MemberData(nameof(Widths))]
    public void Kernels_of_small_networks_call_nothing_but_guards(string enableAvx512, string register)
    {
        if (!HasInstructions(register))
        {
            return;
        }

        string code = Listing("*SmallLayer*:* *SmallNetwork*:* *RowGroups*:*", enableAvx512, (_, environment) =>
            Assert.Equal(0, ChildProcess.Run(nameof(ReproducibilityTests), ["1"], environment).ExitCode));
        string[] kernels = [.. Listings(code).Where(listing => listing.Contains("(FullOpts)", StringComparison.Ordinal))];
        string names = string.Join('\n', kernels.Select(kernel => kernel.Split('\n')[0]));
        Assert.Matches("SmallNetwork.*:Forward", names);
        Assert.Matches("SmallNetwork.*:Backward", names);
        Assert.Matches($"vfmadd[0-9]+ps +{register}", string.Concat(kernels));
        Assert.All(kernels.SelectMany(Calls), call => Assert.Matches("CORINFO_HELP_(FAIL_FAST|RNGCHKFAIL)|Bounds:Throw|SmallLayer.*Gradient", call));
    }

    /// <summary>
    /// Moves of registers, and what is kept in memory. With 16 registers, eight lanes of a single row leave too few; the addresses of more than
    /// twenty rows one lane wide do in either case.
    /// </summary>
    private static string Wasted(string listing, bool manyRegisters)
    {
        bool isWide = listing.Split('\n')[0].Contains(nameof(TwinLane<>), StringComparison.Ordinal);
        return !manyRegisters ? "vmovaps" : isWide ? @"vmovaps|\[r[sb]p" : @"vmovaps|zmm.*\[r[sb]p";
    }

    private static bool HasInstructions(string register) =>
        string.Equals(register, "zmm", StringComparison.Ordinal) ? Fma.IsSupported && Avx512F.IsSupported : Fma.IsSupported;

    /// <summary>What the compiler made of some methods in another process.</summary>
    private static string Listing(string methods, string enableAvx512, Action<string, (string Name, string? Value)[]> run)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory();
        try
        {
            string listing = Path.Combine(folder.FullName, "listing.txt");
            run(folder.FullName,
            [
                ("DOTNET_JitDisasm", methods),
                ("DOTNET_JitStdOutFile", listing),
                ("DOTNET_EnableAVX512", enableAvx512),
                ("MLPFAST_KERNELS", null),
            ]);
            return File.ReadAllText(listing);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static int Methods(string code) => Listings(code).Count();

    private static IEnumerable<string> Listings(string code) => code.Split("; Assembly listing for method").Skip(1);

    /// <summary>Of the blocks between labels, the one that most often adds a product of operands 2 and 3 to operand 1.</summary>
    private static string InnerLoop(string listing) =>
        listing.Split("\nG_M").MaxBy(block => block.Split("vfmadd231ps").Length)!;

    private static IEnumerable<string> Calls(string code) =>
        code.Split('\n').Where(line => line.Contains(" call ", StringComparison.Ordinal));
}
