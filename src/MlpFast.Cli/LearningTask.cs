namespace MlpFast.Cli;

/// <summary>What a target column holds: one of a few classes, or a number.</summary>
internal enum LearningTask
{
    Classification,
    Regression,
}
