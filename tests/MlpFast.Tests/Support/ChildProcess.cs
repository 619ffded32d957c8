using MlpFast.Tests.Kernels;
using MlpFast.Tests.Training;

namespace MlpFast.Tests.Support;

/// <summary>This assembly as a program, for what needs a process of its own: one that ends badly, or one with other vectors.</summary>
internal static class ChildProcess
{
    private static readonly Dictionary<string, Action<string[]>> Jobs = new(StringComparer.Ordinal)
    {
        [nameof(GuardedMemoryTests)] = GuardedMemoryTests.Touch,
        [nameof(ReproducibilityTests)] = ReproducibilityTests.PrintHash,
    };

    public static void Main(string[] arguments) => Jobs[arguments[0]](arguments[1..]);

    /// <summary>Does a test class's job to the end, whatever that is, with environment variables on top of this process's.</summary>
    public static (int ExitCode, string Output, string Errors) Run(
        string job, string[] arguments, params IEnumerable<(string Name, string? Value)> environment) =>
        DotnetProcess.Run(typeof(ChildProcess).Assembly.Location, [job, .. arguments], folder: "", environment);
}
