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
        ColumnRoles roles = start is null ? ColumnRoles.ForTraining(table, options.Target) : ColumnRoles.ForModel(table, start, options.Target);
        int targetColumn = roles.RequireTarget(table);
        TargetReader reader = TargetReader.Create(TaskOf(options, start), targetColumn, start?.ClassLabels ?? []);
        DataSet set = DataSet.Read(table, roles.Features, reader);
        Target target = reader.Finish();
        RequireClasses(table, targetColumn, target, start);
        return new TrainingData(
            start is { FeatureNames.Count: > 0 } ? start.FeatureNames : [.. roles.Features.Where(_ => table.HasHeader).Select(column => table.Header[column])],
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

    private static void RequireClasses(CsvTable table, int column, Target target, Model? start)
    {
        string name = $"{table.Source.Name}, {table.Describe(column)}";
        if (target is ClassTarget { Labels.Count: 1 } single)
        {
            throw new UserErrorException($"{name}: expected at least 2 classes, but every row is '{single.Labels[0]}'.");
        }

        if (start is not null && target is ClassTarget classes && classes.Labels.Count != start.Network.Outputs)
        {
            throw new UserErrorException(
                $"{name}: expected {start.Network.Outputs} classes, one for each output of the network, but got {classes.Labels.Count}.");
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
                $"{source.Name}: expected enough rows to hold out {options.TestFraction} of them, but there are {count}. See --test-fraction."));
        }

        return split;
    }
}
