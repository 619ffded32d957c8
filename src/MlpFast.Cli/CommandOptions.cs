using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace MlpFast.Cli;

/// <summary>Command-line options whose errors name what was expected and what was given, and those that several commands have.</summary>
internal static class CommandOptions
{
    private const int MostThreads = 1024;

    /// <summary>Turns an option's text into its value.</summary>
    /// <returns>Whether the text is one.</returns>
    public delegate bool Parser<T>(string text, out T value);

    public static Argument<string> Data() =>
        FileArgument("DATA", "A CSV file, or digits for the data set that the tool carries (a file of that name comes first).");

    public static Argument<string> Model() =>
        FileArgument("MODEL", "A model file, as train writes it (safetensors).");

    public static Option<string?> Target(string defaultText) => new("--target")
    {
        HelpName = "COLUMN",
        Description = $"The column to predict: its name, or its number from 1. [default: {defaultText}]",
    };

    public static Option<int> Threads() => WithDefault(
        Create<int>(
            "--threads",
            "N",
            "Threads to compute with. The results never depend on it.",
            $"a whole number from 1 to {MostThreads}",
            (string text, out int threads) => PositiveInteger(text, out threads) && threads <= MostThreads),
        1);

    public static Option<bool> Json() => new("--json")
    {
        Description = "Write exactly one JSON object to standard output; everything else goes to standard error.",
    };

    /// <summary>An option with one value.</summary>
    public static Option<T> Create<T>(string name, string helpName, string description, string expected, Parser<T> parser) => new(name)
    {
        HelpName = helpName,
        Description = description,
        CustomParser = result => Parse(result, name, expected, parser),
    };

    /// <summary>Gives an option a value for when it is absent, which the help shows.</summary>
    public static Option<T> WithDefault<T>(Option<T> option, T value)
    {
        option.DefaultValueFactory = _ => value;
        return option;
    }

    /// <summary>An option that takes one of a few words; <see langword="null"/> when it is absent.</summary>
    public static Option<T?> Choice<T>(string name, string description, params (string Word, T Value)[] choices)
        where T : struct
    {
        string[] words = [.. choices.Select(choice => choice.Word)];
        Option<T?> option = Create(
            name, string.Join('|', words), description, $"one of {string.Join(", ", words)}", (string text, out T? value) =>
            {
                int index = Array.IndexOf(words, text);
                value = index < 0 ? null : choices[index].Value;
                return index >= 0;
            });
        option.CompletionSources.Add(words);
        return option;
    }

    public static bool PositiveInteger(string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= 1;

    private static Argument<string> FileArgument(string name, string description)
    {
        var file = new Argument<string>(name) { Description = description };
        file.Validators.Add(RefuseOption);
        return file;
    }

    /// <summary>What looks like an option in the place of a file is one that is misspelled, or another command's.</summary>
    private static void RefuseOption(ArgumentResult result)
    {
        if (result.Tokens is [{ Value: ['-', _, ..] text }])
        {
            result.AddError($"{result.Argument.Name}: expected a file, but got '{text}', which is no option here. A file of that name is ./{text}.");
        }
    }

    private static T Parse<T>(ArgumentResult result, string name, string expected, Parser<T> parser)
    {
        string text = result.Tokens[^1].Value;
        if (!parser(text, out T value))
        {
            result.AddError($"{name}: expected {expected}, but got '{text}'.");
        }

        return value;
    }
}
