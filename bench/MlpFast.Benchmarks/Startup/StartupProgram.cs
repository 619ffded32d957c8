using System.Diagnostics;
using System.Globalization;
using MlpFast.Benchmarks.Peers;

namespace MlpFast.Benchmarks.Startup;

/// <summary>The program of bench/MlpFast.Startup, published in one way.</summary>
internal sealed class StartupProgram
{
    private readonly string _file;

    private StartupProgram(string name, string file)
    {
        Name = name;
        _file = file;
    }

    public string Name { get; }

    /// <summary>Publishes the program below a folder; <see langword="null"/> where the machine lacks what that takes.</summary>
    public static StartupProgram? TryPublish(string name, string project, string folder, string[] options)
    {
        string artifacts = Path.Combine(folder, name);
        string output = Path.Combine(artifacts, "out");
        var publish = new ProcessStartInfo(
            "dotnet",
            ["publish", project, "-c", "Release", "--disable-build-servers", "--artifacts-path", artifacts, "-o", output, .. options]);
        return Tool.Output(publish) is null ? null : new StartupProgram(name, Path.Combine(output, "MlpFast.Startup"));
    }

    /// <summary>Seconds from the start of the process until it has done its task.</summary>
    public double Run(string[] arguments)
    {
        long start = Stopwatch.GetTimestamp();
        string end = Tool.Output(new ProcessStartInfo(_file, arguments))
            ?? throw new InvalidOperationException($"Expected {_file} to succeed, but it failed.");
        return Stopwatch.GetElapsedTime(start, long.Parse(end, CultureInfo.InvariantCulture)).TotalSeconds;
    }
}
