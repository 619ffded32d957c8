namespace MlpFast.Benchmarks.Limits;

/// <summary>So many billions a second.</summary>
internal sealed record MachineLimit(string Name, double Billions, string Unit);

/// <summary>Measures what this machine has of each resource.</summary>
internal static class MachineLimits
{
    public static IReadOnlyList<MachineLimit> Measure(int threads)
    {
        QuietProcessor.Take(threads);
        return [.. Enum.GetValues<Resource>().Select(resource => Measure(resource, threads))];
    }

    /// <summary>The fastest round: a limit is what the machine can do undisturbed.</summary>
    private static MachineLimit Measure(Resource resource, int threads)
    {
        using IProbe probe = Probe.Start(resource, threads);
        return new(LimitName.Of(resource), probe.Amount / Rounds.Measure(probe)[0].Minimum / 1e9, LimitName.UnitOf(resource));
    }
}
