using System.Buffers.Binary;
using System.Security.Cryptography;
using MlpFast.Tests.Support;
using Xunit;

namespace MlpFast.Tests.Training;

/// <summary>
/// The same training gives the same weights on every machine: with vectors of 512, 256 and 128 bits, with and without an instruction for
/// the fused multiply-add, by the batch and by the sample.
/// </summary>
public sealed class ReproducibilityTests
{
    /// <summary>SHA-256 of all networks' parameters and losses, as little-endian bytes.</summary>
    private const string Expected = "DED67B0F40AD617E7005D7AB11C03695FD2793E3401C0C8401E051EA034CA506";

    [Theory]
    [InlineData(UpdateStyle.Batch)]
    [InlineData(UpdateStyle.PerSample)]
    public void A_fixed_training_run_has_these_bits(UpdateStyle style)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Problem problem in Runs())
        {
            Trainer trainer = problem.NewTrainer();
            var options = new FitOptions { Epochs = 3, BatchSize = 280, Style = style, Seed = 1 };
            Append(hash, trainer.Fit(problem.Samples, problem.Targets, options));
            Append(hash, trainer.Network.Parameters);
        }

        string actual = Convert.ToHexString(hash.GetHashAndReset());
        Assert.True(string.Equals(Expected, actual, StringComparison.Ordinal), $"Expected {Expected}, but got {actual}.");
    }

    /// <summary>
    /// Every hidden activation with every loss and output activation; widths that are no multiple of a vector's; batches that are more than
    /// a block, and a short last one.
    /// </summary>
    private static IEnumerable<Problem> Runs() =>
        from hidden in Problems.Hidden
        from pair in Problems.LossesAndOutputs
        let layers = new[] { new Dense(37, hidden), new Dense(18, hidden), new Dense(7, pair.Output) }
        select new Problem(new ProblemShape(13, layers, pair.Loss, 300), seed: 1);

    private static void Append(IncrementalHash hash, double value)
    {
        byte[] bytes = new byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        hash.AppendData(bytes);
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<float> values)
    {
        byte[] bytes = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        }

        hash.AppendData(bytes);
    }
}
