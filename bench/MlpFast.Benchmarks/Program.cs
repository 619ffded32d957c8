using System.CommandLine;
using BenchmarkDotNet.Running;
using MlpFast.Benchmarks;
using MlpFast.Benchmarks.Startup;

var suites = new Command("bdn", "Run the BenchmarkDotNet suites; what follows is passed on to BenchmarkDotNet.")
{
    TreatUnmatchedTokensAsErrors = false,
};
suites.SetAction(parsed => { BenchmarkSwitcher.FromAssembly(typeof(CompareCommand).Assembly).Run([.. parsed.UnmatchedTokens]); });

return new RootCommand("Measures MlpFast.") { new CompareCommand(), new StartupCommand(), suites }.Parse(args).Invoke();
