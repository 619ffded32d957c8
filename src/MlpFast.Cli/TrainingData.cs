using System.Globalization;

namespace MlpFast.Cli;

/// <summary>A table to learn from, and which of its rows are held out.</summary>
/// <param name="FeatureNames">The features' names; empty if they have none.</param>
/// <param name="TargetName">The target's name, or its number from 1.</param>
/// <param name="Set">All samples.</param>
/// <param name="Target">Their targets.</param>
/// <param name="Split">The rows to train on and those held out.</param>
internal sealed record TrainingData(IReadOnlyList<string> FeatureNames, string TargetName, DataSet Set, Target Target, Split Split)
{
    /// <summary>Reads and splits a table; columns, classes and task are the start model's, if there is one.</summary>
    public static TrainingData Read(DataSource source, TrainOptions options, Model? start)
    {
        CsvTable table = CsvTable.Open(source, options.Target ?? start?.TargetName, start?.FeatureNames ?? []);
        ColumnRoles roles = start is null
            ? ColumnRoles.ForTraining(table, options.Target)
            : ColumnRoles.ForModel(table, start, options.Target);
        int targetColumn = roles.RequireTarget(table);
        TargetReader reader = CreateReader(TaskOf(options, start), table, targetColumn, start?.ClassLabels ?? []);
        DataSet set = DataSet.Read(table, roles.Features, reader);
        Target target = reader.Finish();
        RequireClassCount(table, targetColumn, target, start);
        return new TrainingData(
            start is { FeatureNames.Count: > 0 } ? start.FeatureNames : table.Names(roles.Features),
            table.HasHeader ? table.Header[targetColumn] : (targetColumn + 1).ToString(CultureInfo.InvariantCulture),
            set,
            target,
            HoldOut(source, target, set.Count, options));
    }

    private static LearningTask? TaskOf(TrainOptions options, Model? start)
    {
        if (start is null)
        {
            return options.Task;
        }

        bool isRegression = start.ClassLabels.Count == 0 && start.Network.Outputs == 1;
        LearningTask task = isRegression ? LearningTask.Regression : LearningTask.Classification;
        return options.Task is null || options.Task == task
            ? task
            : throw new UserErrorException($"--task: expected {task.ToString().ToLowerInvariant()}, which is what {options.Init} does.");
    }

    private static TargetReader CreateReader(LearningTask? task, CsvTable table, int column, IReadOnlyList<string> labels) => task switch
    {
        LearningTask.Classification when labels.Count > 0 => new KnownClassReader(table, column, labels),
        LearningTask.Classification => new ClassReader(table, column),
        LearningTask.Regression => new ValueReader(table, column),
        _ => new GuessingReader(table, column),
    };

    private static void RequireClassCount(CsvTable table, int column, Target target, Model? start)
    {
        if (start is not null && target is ClassTarget classes && classes.Labels.Count != start.Network.Outputs)
        {
            throw new UserErrorException(
                $"{table.Source.Name}, {table.Describe(column)}: expected {start.Network.Outputs} classes, one for each output of the "
                + $"network, but got {classes.Labels.Count}.");
        }
    }

    private static Split HoldOut(DataSource source, Target target, int count, TrainOptions options)
    {
        Split split = target is ClassTarget classes
            ? Split.Stratified(classes.Classes, classes.Labels.Count, options.TestFraction, options.Seed)
            : Split.Stratified(new int[count], 1, options.TestFraction, options.Seed);
        if (options.TestFraction > 0 && split.Test.Length == 0)
        {
            throw new UserErrorException(FormattableString.Invariant(
                $"{source.Name}: expected enough rows to hold out {options.TestFraction} of them, but got {count}. See --test-fraction."));
        }

        return split;
    }
}
