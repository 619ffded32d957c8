using System.CommandLine;
using System.Globalization;
using MlpFast.Benchmarks.Limits;
using MlpFast.Benchmarks.Peers;
using MlpFast.Benchmarks.Reporting;
using MlpFast.Benchmarks.Workloads;
using MlpFast.Kernels;

namespace MlpFast.Benchmarks;

/// <summary>The command <c>compare</c>: its options, and what it does with the results.</summary>
internal sealed class CompareCommand : Command
{
    private readonly Option<string[]> _workloads = new("--workload")
    {
        Description = "Measure this workload or group only. May be repeated.",
        HelpName = "ID",
    };

    private readonly Option<string[]> _peers = new("--peer")
    {
        Description = "Measure beside this peer only. May be repeated.",
        HelpName = "NAME",
    };

    private readonly Option<int> _threads = new("--threads")
    {
        Description = "Threads of each side.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<FileInfo> _json = new("--json")
    {
        Description = "Write the results to this file as well.",
        HelpName = "FILE",
    };

    private readonly RecordOption _record = new();

    public CompareCommand()
        : base("compare", "Compares MlpFast with its peers, side by side: the same work, in turns, within one run.")
    {
        IEnumerable<string> names = Workload.All.SelectMany(workload => new[] { workload.Group, workload.Id });
        _workloads.AcceptOnlyFromAmong([.. names.Distinct(StringComparer.Ordinal)]);
        _peers.AcceptOnlyFromAmong([.. AllPeers.Names]);
        _threads.Validators.Add(option =>
        {
            int threads = option.GetValueOrDefault<int>();
            if (threads < 1)
            {
                option.AddError(string.Create(CultureInfo.InvariantCulture, $"Expected at least 1 thread, but got {threads}."));
            }
        });
        Options.Add(_workloads);
        Options.Add(_peers);
        Options.Add(_threads);
        Options.Add(_json);
        Options.Add(_record);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        KernelSet.RequireSupported();
        Recordings? recordings = _record.Recordings(parsed);
        ComparisonRecording recording = Measure(
            parsed.GetValue(_workloads) ?? [], parsed.GetValue(_peers) ?? [], parsed.GetValue(_threads), sweeps: recordings is not null);
        ConsoleReport.Print(recording);
        if (parsed.GetValue(_json) is FileInfo file)
        {
            JsonReport.Write(recording.Results, file.FullName);
        }

        recordings?.Save(recording);
        return recording.Results.Any(result => result.Failure is not null) ? 1 : 0;
    }

    private static ComparisonRecording Measure(string[] workloadNames, string[] peerNames, int threads, bool sweeps)
    {
        Workload[] workloads =
            [.. Workload.All.Where(workload => IsAmong(workloadNames, workload.Id) || IsAmong(workloadNames, workload.Group))];
        IPeer[] peers = [.. AllPeers.For(threads).Where(peer => IsAmong(peerNames, peer.Name) && workloads.Any(peer.Supports))];
        Console.Error.WriteLine("limits ...");
        return new ComparisonRecording(
            Recordings.Today,
            Machine.Current(),
            threads,
            MachineLimits.Measure(threads),
            [.. peers.Select(peer => new PeerVersion(peer.Name, peer.Version, peer.Installation))],
            [.. Comparison.Run(workloads, peers, threads)],
            sweeps ? Sweep.Run(threads) : []);
    }

    private static bool IsAmong(string[] names, string name) => names.Length == 0 || names.Contains(name, StringComparer.Ordinal);
}
