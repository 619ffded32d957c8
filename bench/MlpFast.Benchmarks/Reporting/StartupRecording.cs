namespace MlpFast.Benchmarks.Reporting;

/// <summary>Milliseconds from the start of a process until it had done its task.</summary>
/// <param name="Published">How the program was published.</param>
/// <param name="Task">What it did.</param>
/// <param name="Median">Of the runs.</param>
/// <param name="Least">Of the runs.</param>
internal sealed record StartupTime(string Published, string Task, double Median, double Least)
{
    public static StartupTime Of(string published, string task, Timings seconds) =>
        new(published, task, seconds.Median * 1e3, seconds.Minimum * 1e3);
}

/// <summary>A measurement of start-up, with all that the document shows of it.</summary>
/// <param name="Date">The day, as in 2026-01-31.</param>
/// <param name="Machine">Where it ran.</param>
/// <param name="Runs">How often each program did each task.</param>
/// <param name="Times">Every task of the first program, then of the next.</param>
internal sealed record StartupRecording(string Date, Machine Machine, int Runs, IReadOnlyList<StartupTime> Times);
