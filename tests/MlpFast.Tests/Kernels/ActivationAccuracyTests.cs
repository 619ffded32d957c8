using MlpFast.Kernels;
using MlpFast.Tests.Oracle;
using MlpFast.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace MlpFast.Tests.Kernels;

/// <summary>
/// Sigmoid, tanh and the exponential against double, in units in the last place. The bounds are the largest errors over all 2³² floats,
/// found once by trying each; the arguments that have them are among those tried here.
/// </summary>
public sealed class ActivationAccuracyTests(ITestOutputHelper output)
{
    private const double SigmoidBound = 2.402;
    private const float SigmoidWorst = -4.157294f;

    private const double TanhBound = 2.499;
    private const float TanhWorst = -4.5050907f;

    private const double ExponentialBound = 0.987;
    private const float ExponentialWorst = -5.8697f;

    /// <summary>A prime: the arguments tried have every exponent and, in turn, every last digit.</summary>
    private const uint Stride = 8191;

    [Fact]
    public void Sigmoid_is_within_its_bound() =>
        RequireActivation(Activation.Sigmoid, SigmoidWorst, SigmoidBound);

    [Fact]
    public void Tanh_is_within_its_bound() =>
        RequireActivation(Activation.Tanh, TanhWorst, TanhBound);

    [Fact]
    public void Exponential_is_within_its_bound()
    {
        RequireExponential<VectorLane>();
        if (Vector512Lane.IsSupported)
        {
            RequireExponential<Vector512Lane>();
        }
    }

    private void RequireActivation(Activation activation, float worst, double bound)
    {
        foreach (KernelSet kernels in KernelSet.Supported)
        {
            RequireBound(
                $"{activation}, {kernels.Name}",
                Arguments(worst),
                x => kernels.Activate(x, activation),
                z => OracleKernels.Activate(activation, z),
                worst,
                bound);
        }
    }

    private void RequireExponential<TLane>()
        where TLane : struct, IArithmeticLane<TLane> =>
        RequireBound(
            $"exponential, {typeof(TLane).Name}",
            Arguments(ExponentialWorst).Select(chunk => Array.FindAll(chunk, x => x <= 0)),
            x =>
            {
                float[] result = new float[x.Length];
                ElementWise<TLane>.ShiftedExponential(x, 0, result);
                return result;
            },
            Math.Exp,
            ExponentialWorst,
            ExponentialBound);

    private void RequireBound(
        string name,
        IEnumerable<float[]> arguments,
        Func<float[], float[]> function,
        Func<double, double> exact,
        float expectedWorst,
        double bound)
    {
        double largest = 0;
        float worst = 0;
        foreach (float[] chunk in arguments)
        {
            float[] results = function(chunk);
            for (int i = 0; i < chunk.Length; i++)
            {
                double error = Comparison.UlpError(results[i], exact(chunk[i]));
                Assert.False(double.IsNaN(error), $"{name}: f({chunk[i]:R}) = {results[i]:R}");
                if (error > largest)
                {
                    largest = error;
                    worst = chunk[i];
                }
            }
        }

        output.WriteLine($"{name}: at most {largest:F4} units in the last place, at {worst:R}");
        Assert.Equal(expectedWorst, worst);
        Assert.InRange(largest, bound - 0.001, bound);
    }

    /// <summary>Every <see cref="Stride"/>th float that is a number, and one more, in chunks.</summary>
    private static IEnumerable<float[]> Arguments(float oneMore)
    {
        const uint ChunkSize = 1 << 12;
        yield return [oneMore];
        for (ulong start = 0; start <= uint.MaxValue; start += Stride * ChunkSize)
        {
            var chunk = new List<float>((int)ChunkSize);
            for (ulong bits = start; bits <= uint.MaxValue && bits < start + (Stride * ChunkSize); bits += Stride)
            {
                float value = BitConverter.UInt32BitsToSingle((uint)bits);
                if (!float.IsNaN(value))
                {
                    chunk.Add(value);
                }
            }

            yield return [.. chunk];
        }
    }
}
