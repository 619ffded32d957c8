using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace MlpFast.Cli;

/// <summary>Command-line options whose errors name what was expected and what was given.</summary>
internal static class Options
{
    /// <summary>Turns an option's text into its value.</summary>
    /// <returns>Whether the text is one.</returns>
    public delegate bool Parser<T>(string text, out T value);

    public static Argument<string> Data { get; } = new("DATA")
    {
        Description = "A CSV file (UTF-8, with or without a header), or 'digits' for the data set that the tool carries. An existing file "
            + "called digits wins.",
    };

    public static Argument<string> Model { get; } = new("MODEL") { Description = "A model file written by 'mlpfast train' (safetensors)." };

    public static Option<string?> Target { get; } = new("--target")
    {
        HelpName = "COLUMN",
        Description = "The column to predict: its name, or its number, from 1. [default: the last column, or the model's target]",
    };

    public static Option<int> Threads { get; } = Required(
        Create<int>("--threads", "N", "Threads for scoring and predicting. Training itself runs on one thread for now; no result depends on this.",
            "a whole number of at least 1", PositiveInteger),
        1);

    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Print exactly one JSON object on standard output; everything else goes to standard error.",
    };

    /// <summary>An option that is absent or has a value.</summary>
    public static Option<T> Create<T>(string name, string helpName, string description, string expected, Parser<T> parser) => new(name)
    {
        HelpName = helpName,
        Description = description,
        CustomParser = result => Parse(result, name, expected, parser),
    };

    /// <summary>Gives an option a value to have when it is absent.</summary>
    public static Option<T> Required<T>(Option<T> option, T defaultValue)
    {
        option.DefaultValueFactory = _ => defaultValue;
        return option;
    }

    /// <summary>An option that takes one of a few words.</summary>
    public static Option<T?> Choice<T>(string name, string description, params (string Word, T Value)[] choices)
        where T : struct
    {
        string words = string.Join("|", choices.Select(choice => choice.Word));
        Option<T?> option = Create(name, words, description, $"one of {words.Replace("|", ", ", StringComparison.Ordinal)}", (string text, out T? value) =>
        {
            int index = Array.FindIndex(choices, choice => string.Equals(choice.Word, text, StringComparison.Ordinal));
            value = index < 0 ? null : choices[index].Value;
            return index >= 0;
        });
        option.CompletionSources.Add([.. choices.Select(choice => choice.Word)]);
        return option;
    }

    public static bool PositiveInteger(string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= 1;

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
