using System.Globalization;
using System.IO.Compression;

namespace MlpFast.Benchmarks.Workloads;

/// <summary>
/// The handwritten digits that the tool carries: pixels in [0, 1], a column for each class. Every fifth row is a test sample.
/// </summary>
internal sealed record DigitsData(float[] TrainingSamples, float[] TrainingTargets, float[] TestSamples, float[] TestTargets)
{
    private const int Pixels = 64;
    private const int Classes = 10;
    private const float Brightest = 16;
    private const int TestStride = 5;

    public int TrainingRows => TrainingTargets.Length / Classes;

    public int TestRows => TestTargets.Length / Classes;

    public static DigitsData Load()
    {
        ILookup<bool, float[]> rows = ReadRows().Index().ToLookup(row => row.Index % TestStride == TestStride - 1, row => row.Item);
        return new DigitsData(Samples(rows[false]), Targets(rows[false]), Samples(rows[true]), Targets(rows[true]));
    }

    private static IEnumerable<float[]> ReadRows()
    {
        using Stream compressed = typeof(DigitsData).Assembly.GetManifestResourceStream("digits.csv.gz")!;
        using var reader = new StreamReader(new GZipStream(compressed, CompressionMode.Decompress));
        while (reader.ReadLine() is string line)
        {
            yield return [.. line.Split(',').Select(number => float.Parse(number, CultureInfo.InvariantCulture))];
        }
    }

    private static float[] Samples(IEnumerable<float[]> rows) =>
        [.. rows.SelectMany(row => row.Take(Pixels)).Select(pixel => pixel / Brightest)];

    private static float[] Targets(IEnumerable<float[]> rows) =>
        [.. rows.SelectMany(row => Enumerable.Range(0, Classes).Select(digit => digit == (int)row[Pixels] ? 1f : 0f))];
}
