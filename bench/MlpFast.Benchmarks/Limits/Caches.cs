using System.Globalization;

namespace MlpFast.Benchmarks.Limits;

/// <summary>The sizes of the data caches, in bytes: what the operating system says, else what is common.</summary>
internal static class Caches
{
    private const string Folder = "/sys/devices/system/cpu/cpu0/cache";

    private static readonly Dictionary<int, long> Known = Read();

    public static long L1 { get; } = Known.GetValueOrDefault(1, 32 << 10);

    public static long L2 { get; } = Known.GetValueOrDefault(2, 1 << 20);

    public static long L3 { get; } = Known.GetValueOrDefault(3, 16 << 20);

    public static Resource LevelOf(double bytes) =>
        bytes <= L1 ? Resource.L1 : bytes <= L2 ? Resource.L2 : bytes <= L3 ? Resource.L3 : Resource.Memory;

    private static Dictionary<int, long> Read()
    {
        if (!Directory.Exists(Folder))
        {
            return [];
        }

        return Directory.GetDirectories(Folder, "index*")
            .Where(cache => !string.Equals(Text(cache, "type"), "Instruction", StringComparison.Ordinal))
            .ToDictionary(cache => int.Parse(Text(cache, "level"), CultureInfo.InvariantCulture), cache => Bytes(Text(cache, "size")));
    }

    private static string Text(string cache, string file) => File.ReadAllText(Path.Combine(cache, file)).Trim();

    /// <summary>As in 1024K.</summary>
    private static long Bytes(string size) => long.Parse(size.TrimEnd('K'), CultureInfo.InvariantCulture) << 10;
}
