using Xunit;

namespace MlpFast.Tests.Cli;

/// <summary>Options and values as they are typed.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--epochs", "0", "--epochs: expected a whole number of at least 1, but got '0'.")]
    [InlineData("--epochs", "many", "--epochs: expected a whole number of at least 1, but got 'many'.")]
    [InlineData("--epochs", "99999999999", "--epochs: expected a whole number of at least 1, but got '99999999999'.")]
    [InlineData("--batch-size", "none", "--batch-size: expected a whole number of at least 1, or all, but got 'none'.")]
    [InlineData("--layers", "32,,16", "--layers: expected sizes of at least 1 such as 32,16, or none, but got '32,,16'.")]
    [InlineData("--layers", "32,0", "--layers: expected sizes of at least 1 such as 32,16, or none, but got '32,0'.")]
    [InlineData("--learning-rate", "0", "--learning-rate: expected a number above 0, but got '0'.")]
    [InlineData("--learning-rate", "1e99", "--learning-rate: expected a number above 0, but got '1e99'.")]
    [InlineData("--learning-rate", "NaN", "--learning-rate: expected a number above 0, but got 'NaN'.")]
    [InlineData("--test-fraction", "1", "--test-fraction: expected a number from 0 to below 1, but got '1'.")]
    [InlineData("--test-fraction", "0,2", "--test-fraction: expected a number from 0 to below 1, but got '0,2'.")]
    [InlineData("--seed", "1.5", "--seed: expected a whole number from 0 to 18446744073709551615, but got '1.5'.")]
    [InlineData("--threads", "0", "--threads: expected a whole number from 1 to 1024, but got '0'.")]
    [InlineData("--threads", "1025", "--threads: expected a whole number from 1 to 1024, but got '1025'.")]
    [InlineData("--task", "clustering", "--task: expected one of classification, regression, but got 'clustering'.")]
    [InlineData("--activation", "ReLU", "--activation: expected one of sigmoid, relu, tanh, identity, but got 'ReLU'.")]
    [InlineData("--loss", "mae", "--loss: expected one of mse, half-mse, cross-entropy, but got 'mae'.")]
    [InlineData("--style", "sample", "--style: expected one of per-sample, batch, but got 'sample'.")]
    [InlineData("--reduction", "max", "--reduction: expected one of mean, sum, but got 'max'.")]
    [InlineData("--scale", "minmax", "--scale: expected one of standard, none, but got 'minmax'.")]
    public void A_bad_value_is_refused_with_what_was_expected(string option, string value, string expected) =>
        Assert.Equal($"mlpfast: {expected}\n", ToolRun.Fails("train", "digits", option, value));

    [Theory]
    [InlineData("--epoch", "Unrecognized command or argument '--epoch'")]
    [InlineData("--epochs", "Required argument missing for option: '--epochs'")]
    [InlineData("more", "Unrecognized command or argument 'more'")]
    public void An_unknown_or_incomplete_option_is_refused(string option, string expected) =>
        Assert.Contains(expected, ToolRun.Fails("train", "digits", option), StringComparison.Ordinal);

    [Fact]
    public void Every_error_has_a_line_of_its_own() => Assert.Equal(
        "mlpfast: --epochs: expected a whole number of at least 1, but got 'x'.\n"
        + "mlpfast: --threads: expected a whole number from 1 to 1024, but got '0'.\n",
        ToolRun.Fails("train", "digits", "--threads", "0", "--epochs", "x"));

    [Fact]
    public void What_was_misspelled_is_followed_by_what_may_have_been_meant() =>
        Assert.EndsWith("--epochs", ToolRun.Fails("train", "digits", "--epoch").TrimEnd(), StringComparison.Ordinal);

    [Fact]
    public void An_option_given_twice_is_refused() =>
        Assert.Contains("--epochs", ToolRun.Fails("train", "digits", "--epochs", "2", "--epochs", "3"), StringComparison.Ordinal);

    [Fact]
    public void Both_orders_at_once_are_refused() => Assert.Contains(
        "Expected --shuffle or --no-shuffle, but got both.",
        ToolRun.Fails("train", "digits", "--shuffle", "--no-shuffle"),
        StringComparison.Ordinal);

    [Fact]
    public void A_command_is_needed_and_must_be_one_of_ours()
    {
        Assert.Contains("  inspect <MODEL>", ToolRun.Fails(), StringComparison.Ordinal);
        string error = ToolRun.Fails("trian", "digits");
        Assert.Contains("'trian'", error, StringComparison.Ordinal);
        Assert.Contains("\ntrain\n", error, StringComparison.Ordinal);
        Assert.Contains("  inspect <MODEL>", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DATA", "--epohcs", "train", "--epohcs", "3", "digits")]
    [InlineData("MODEL", "--bogus", "inspect", "--bogus")]
    public void A_misspelled_option_in_the_place_of_a_file_is_named(string place, string option, params string[] arguments) =>
        Assert.Contains(
            $"mlpfast: {place}: expected a file, but got '{option}', which is no option here. A file of that name is ./{option}.\n",
            ToolRun.Fails(arguments),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("mlpfast: train: expected DATA, but got nothing.\n", "train")]
    [InlineData("mlpfast: evaluate: expected DATA, but got nothing.\n", "evaluate", "model.safetensors")]
    [InlineData("mlpfast: predict: expected MODEL, but got nothing.\nmlpfast: predict: expected DATA, but got nothing.\n", "predict")]
    [InlineData("mlpfast: inspect: expected MODEL, but got nothing.\n", "inspect")]
    public void A_missing_argument_is_named(string expected, params string[] arguments) =>
        Assert.Equal(expected, ToolRun.Fails(arguments));

    [Fact]
    public void A_path_that_starts_with_an_at_sign_is_a_path() =>
        Assert.Contains("@none.csv: expected a CSV file", ToolRun.Fails("train", "@none.csv"), StringComparison.Ordinal);

    [Fact]
    public void The_help_names_every_option_and_every_default()
    {
        string help = ToolRun.Succeeds("train", "--help");
        string[] options =
        [
            "--target <COLUMN>", "--task <classification|regression>", "--layers <32,16>", "--activation <sigmoid|relu|tanh|identity>",
            "--loss <mse|half-mse|cross-entropy>", "--epochs <N>", "--batch-size <N|all>", "--style <per-sample|batch>",
            "--reduction <mean|sum>", "--learning-rate <RATE>", "--scale <standard|none>", "--shuffle", "--no-shuffle",
            "--test-fraction <FRACTION>", "--seed <N>", "--threads <N>", "--init <FILE>", "--out <FILE>", "--json",
        ];
        foreach (string option in options)
        {
            Assert.Contains(option, help, StringComparison.Ordinal);
        }

        Assert.Contains("[default: 0.1 for classes, 0.002 for regression]", help, StringComparison.Ordinal);
        Assert.Contains("[default: 256]", help, StringComparison.Ordinal);
        Assert.Contains("mlpfast train iris.csv --target species", help, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evaluate", "mlpfast evaluate <MODEL> <DATA> [options]")]
    [InlineData("predict", "mlpfast predict <MODEL> <DATA> [options]")]
    [InlineData("inspect", "mlpfast inspect <MODEL> [options]")]
    public void Every_command_explains_itself(string command, string usage)
    {
        string help = ToolRun.Succeeds(command, "-h");
        Assert.Contains(usage, help, StringComparison.Ordinal);
        Assert.Contains($"mlpfast {command} ", help[help.IndexOf("Example", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Contains($"  {command} <MODEL>", ToolRun.Succeeds("--help"), StringComparison.Ordinal);
    }
}
