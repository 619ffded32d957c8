using System.CommandLine;
using BenchmarkDotNet.Running;
using MlpFast.Benchmarks;

var workload = new Option<string>("--workload") { Description = "Measure this workload only.", HelpName = "ID" };
workload.AcceptOnlyFromAmong([.. Workload.All.Select(each => each.Id)]);
var json = new Option<FileInfo>("--json") { Description = "Write the results to this file as well.", HelpName = "FILE" };

var suites = new Command("bdn", "Run the BenchmarkDotNet suites; what follows is passed on to BenchmarkDotNet.")
{
    TreatUnmatchedTokensAsErrors = false,
};
suites.SetAction(parsed => { BenchmarkSwitcher.FromAssembly(typeof(Workload).Assembly).Run([.. parsed.UnmatchedTokens]); });

var comparison = new RootCommand("Compares MlpFast with its peers, side by side: the same work, in turns, within one run.")
{
    workload,
    json,
    suites,
};
comparison.SetAction(parsed =>
{
    List<ComparisonResult> results = Comparison.Run(parsed.GetValue(workload) is string id ? [Workload.Named(id)] : Workload.All);
    Report.Print(results);
    if (parsed.GetValue(json) is FileInfo file)
    {
        Report.WriteJson(results, file.FullName);
    }
});

return comparison.Parse(args).Invoke();
