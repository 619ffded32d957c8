using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using MlpFast.Tests.Support;
using Xunit;

namespace MlpFast.Tests.Training;

/// <summary>
/// The same training gives the same weights everywhere: on any number of threads, with the batch handed over in any parts, with vectors of
/// 512, 256 and 128 bits, with and without an instruction for the fused multiply-add.
/// </summary>
public sealed class ReproducibilityTests
{
    /// <summary>SHA-256 of all networks' parameters and losses, as little-endian bytes.</summary>
    private const string Expected = "C79C0C2A69DE77DAFE526AF141E67075FBD995AB1D696A3E7E436618A2869442";

    private const int Samples = 300;

    /// <summary>A training on several threads may go wrong only once in a while.</summary>
    private static readonly int Repeats = Effort.Of(withHardware: 20, inSoftware: 1);

    /// <summary>What decides about vectors, one setting at a time.</summary>
    private static readonly (string Name, string Value)[] Settings =
    [
        ("MLPFAST_KERNELS", "vector"),
        ("DOTNET_EnableAVX512", "0"),
        ("DOTNET_EnableAVX2", "0"),
        ("DOTNET_MaxVectorTBitWidth", "512"),
        ("DOTNET_EnableHWIntrinsic", "0"),
    ];

    /// <summary>Each alone, and the kernels on <c>Vector&lt;float&gt;</c> with the widest one.</summary>
    private static readonly string[][] Combinations =
        [.. Settings.Select(setting => new[] { setting.Name }), ["MLPFAST_KERNELS", "DOTNET_MaxVectorTBitWidth"]];

    /// <summary>
    /// Every activation and every loss, a narrow layer over many inputs, layers that are small for every width of vectors, and rows of softmax
    /// that fill registers and that do not.
    /// </summary>
    private static readonly Problem[] Problems =
    [
        new(new ProblemShape(301, [new Dense(19, Activation.Sigmoid), new Dense(3, Activation.Softmax)], Loss.CrossEntropy, Samples), seed: 1),
        new(
            new ProblemShape(
                5, [new Dense(4, Activation.Tanh), new Dense(3, Activation.ReLU), new Dense(2, Activation.Sigmoid)], Loss.MeanSquaredError, Samples),
            seed: 1),
        new(new ProblemShape(2, [new Dense(4, Activation.Sigmoid), new Dense(3, Activation.Softmax)], Loss.CrossEntropy, Samples), seed: 1),
        NewProblem(Activation.Tanh, Activation.ReLU, Activation.Sigmoid, Loss.HalfMeanSquaredError),
        NewProblem(Activation.Sigmoid, Activation.Identity, Activation.Tanh, Loss.MeanSquaredError),
        NewProblem(Activation.ReLU, Activation.Sigmoid, Activation.Identity, Loss.MeanSquaredError),
        NewProblem(Activation.Identity, Activation.Tanh, Activation.Softmax, Loss.CrossEntropy),
        NewClasses(25),
        NewClasses(32),
        NewClasses(64),
    ];

    public static TheoryData<int, int> ThreadsAndParts
    {
        get
        {
            var cases = new TheoryData<int, int>();
            for (int threads = 1; threads <= 8; threads++)
            {
                Array.ForEach([1, 7, 64, Samples], part => cases.Add(threads, part));
            }

            return cases;
        }
    }

    public static TheoryData<string[]> SettingNames => [.. Combinations];

    [Theory]
    [MemberData(nameof(ThreadsAndParts))]
    public void Threads_and_parts_of_a_batch_change_no_bit(int threads, int samplesPerPart)
    {
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            RequireExpected(Hash(threads, samplesPerPart));
        }
    }

    [Theory]
    [MemberData(nameof(SettingNames))]
    public void The_width_of_vectors_changes_no_bit(string[] settings)
    {
        IEnumerable<(string, string?)> environment = Settings.Select(
            other => (other.Name, settings.Contains(other.Name, StringComparer.Ordinal) ? other.Value : null));
        (int exitCode, string output, string errors) = ChildProcess.Run(nameof(ReproducibilityTests), [], environment);
        Assert.True(exitCode == 0, errors);
        RequireExpected(output);
    }

    /// <summary>What the child process does: all samples at once, or so many that the argument says.</summary>
    internal static void PrintHash(string[] arguments) =>
        Console.Write(Hash(threads: 2, arguments is [string part] ? int.Parse(part, CultureInfo.InvariantCulture) : Samples));

    /// <summary>
    /// Widths that are no multiple of a vector's; more samples than a block has.
    /// </summary>
    private static Problem NewProblem(Activation first, Activation second, Activation output, Loss loss) =>
        new(new ProblemShape(13, [new Dense(47, first), new Dense(23, second), new Dense(7, output)], loss, Samples), seed: 1);

    private static Problem NewClasses(int count) =>
        new(new ProblemShape(3, [new Dense(count, Activation.Softmax)], Loss.CrossEntropy, Samples), seed: 1);

    private static void RequireExpected(string actual) =>
        Assert.True(string.Equals(Expected, actual, StringComparison.Ordinal), $"Expected {Expected}, but got {actual}.");

    private static string Hash(int threads, int samplesPerPart)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Problem problem in Problems)
        {
            using Trainer trainer = problem.NewTrainer(threads: threads);
            Append(hash, trainer.Fit(problem.Samples, problem.Targets, new FitOptions { Epochs = 1, BatchSize = 280, Seed = 1 }));
            Append(hash, Update(trainer, problem, samplesPerPart, apart: false));
            Append(hash, Update(trainer, problem, samplesPerPart, apart: true));
            Append(hash, trainer.Network.Parameters);
            Append(hash, Predictions(trainer.Network, problem));

            using Trainer another = problem.NewTrainer(threads: threads); // One that never had room for more samples at once.
            Append(hash, Update(another, problem, samplesPerPart, apart: true));
            Append(hash, another.Network.Parameters);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    /// <summary>An update with all samples, a part after the other: joined to whole blocks, or each apart from those before.</summary>
    private static double Update(Trainer trainer, Problem problem, int samplesPerPart, bool apart)
    {
        for (int first = 0; first < Samples; first += samplesPerPart)
        {
            int count = Math.Min(samplesPerPart, Samples - first);
            trainer.Accumulate(problem.SampleRows(first, count), problem.TargetRows(first, count));
            if (apart)
            {
                _ = trainer.AccumulatedGradient(); // Passes what waits through the network.
            }
        }

        return trainer.Step();
    }

    private static float[] Predictions(Network network, Problem problem)
    {
        float[] outputs = new float[Samples * problem.Outputs];
        network.Predict(problem.Samples, outputs);
        return outputs;
    }

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
