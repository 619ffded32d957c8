namespace MlpFast.Benchmarks.Limits;

/// <summary>What one iteration of a workload cannot do without.</summary>
/// <param name="Resource">What it takes.</param>
/// <param name="Amount">How much: floating-point operations or bytes.</param>
internal sealed record Limit(Resource Resource, double Amount)
{
    public static Limit Operations(double operations) => new(Resource.FusedMultiplyAdd, operations);

    /// <summary>Bytes that lie in the smallest cache that holds them all.</summary>
    public static Limit Bytes(double bytes) => new(Caches.LevelOf(bytes), bytes);
}
