namespace MlpFast.Benchmarks.Limits;

/// <summary>Limits as the reader of a table knows them.</summary>
internal static class LimitName
{
    public static string Of(Resource resource) =>
        resource switch
        {
            Resource.FusedMultiplyAdd => "FMA peak",
            Resource.Memory => "memory, read",
            _ => $"{resource}, read",
        };

    public static string UnitOf(Resource resource) => resource == Resource.FusedMultiplyAdd ? "GFLOP/s" : "GB/s";
}
