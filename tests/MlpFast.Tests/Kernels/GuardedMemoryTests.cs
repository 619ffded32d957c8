using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MlpFast.Tests.Support;
using Xunit;

namespace MlpFast.Tests.Kernels;

/// <summary>
/// The guards themselves: a process that reads or writes one float outside guarded memory, or writes to what is read-only, is ended. Each
/// access is made by a child process.
/// </summary>
public sealed class GuardedMemoryTests
{
    private const int SignalBase = 128;
    private const int Abort = 6;
    private const int SegmentationFault = 11;

    /// <summary>The memory that is accessed.</summary>
    private static readonly float[] Content = [1, 2, 3];

    [GuardedMemoryTheory]
    [InlineData("read", Edge.Start, -1)]
    [InlineData("read", Edge.End, 3)]
    [InlineData("write", Edge.Start, -1)]
    [InlineData("write", Edge.End, 3)]
    [InlineData("write-read-only", Edge.Start, 0)]
    [InlineData("write-read-only", Edge.End, 2)]
    public void A_forbidden_access_ends_the_process(string access, Edge edge, int index)
    {
        // The runtime reports the segmentation fault as an access violation, and aborts.
        (int exitCode, string output, string errors) = Start(access, edge, index);
        Assert.True(exitCode is SignalBase + Abort or SignalBase + SegmentationFault, $"Expected a signal: {exitCode}, {output}{errors}");
        Assert.Equal("", output);
    }

    [GuardedMemoryTheory]
    [InlineData("read", Edge.Start, 0)]
    [InlineData("read", Edge.End, 2)]
    [InlineData("write", Edge.Start, 0)]
    [InlineData("write", Edge.End, 2)]
    [InlineData("read-read-only", Edge.Start, 0)]
    public void Any_other_access_does_not(string access, Edge edge, int index)
    {
        (int exitCode, string output, string errors) = Start(access, edge, index);
        Assert.True(exitCode == 0, errors);
        Assert.Equal("done", output);
    }

    /// <summary>What the child process does.</summary>
    internal static void Touch(string[] arguments)
    {
        bool isReadOnly = arguments[0].EndsWith("read-only", StringComparison.Ordinal);
        Edge edge = Enum.Parse<Edge>(arguments[1]);
        using var memory = new GuardedMemory(Content.Length);
        ReadOnlySpan<float> span = isReadOnly ? memory.PlaceReadOnly(Content, edge) : memory.Place(Content, edge);
        ref float element = ref Unsafe.Add(ref MemoryMarshal.GetReference(span), int.Parse(arguments[2], CultureInfo.InvariantCulture));
        if (arguments[0].StartsWith("write", StringComparison.Ordinal))
        {
            Volatile.Write(ref element, 4);
        }
        else
        {
            Volatile.Read(ref element);
        }

        Console.Write("done");
    }

    private static (int ExitCode, string Output, string Errors) Start(string access, Edge edge, int index) =>
        ChildProcess.Run(nameof(GuardedMemoryTests), [access, $"{edge}", $"{index}"]);
}
