using System.Diagnostics;
using System.Globalization;

namespace MlpFast.Benchmarks.Peers;

/// <summary>NumPy, in one of the styles of <c>numpy_peer.py</c>: <c>loop</c> or <c>batch</c>.</summary>
internal sealed class NumPyPeer(string style) : IPeer
{
    /// <summary>The first interpreter that has NumPy, the system's own before those of the search path.</summary>
    private static readonly Lazy<string?> Python = new(() => Candidates().FirstOrDefault(HasNumPy));

    public string Name => $"NumPy, {style}";

    public string Installation => "apt-get install python3-numpy";

    public bool IsInstalled => Python.Value is not null;

    public IContender Start(Workload workload, int threads)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "peers", "numpy_peer.py");
        var command = new ProcessStartInfo(Python.Value!, [script, style]);
        foreach (string variable in new[] { "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS" })
        {
            command.Environment[variable] = threads.ToString(CultureInfo.InvariantCulture);
        }

        return new PeerProcess(command, workload);
    }

    private static IEnumerable<string> Candidates()
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return folders.Prepend("/usr/bin").Select(folder => Path.Combine(folder, "python3")).Where(File.Exists);
    }

    private static bool HasNumPy(string python)
    {
        var command = new ProcessStartInfo(python, ["-c", "import numpy"]) { RedirectStandardError = true, UseShellExecute = false };
        using Process probe = Process.Start(command)!;
        probe.StandardError.ReadToEnd();
        probe.WaitForExit();
        return probe.ExitCode == 0;
    }
}
