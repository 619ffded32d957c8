using MlpFast.Kernels;
using MlpFast.Tests.Support;
using Xunit;

namespace MlpFast.Tests.Kernels;

/// <summary>Activations at the values where functions break, and the same bits in every kernel set.</summary>
public sealed class ActivationTests
{
    public static TheoryData<Activation, float, float> KnownValues => new()
    {
        { Activation.Identity, -0f, -0f },
        { Activation.Identity, float.NegativeInfinity, float.NegativeInfinity },
        { Activation.Sigmoid, 0f, 0.5f },
        { Activation.Sigmoid, -0f, 0.5f },
        { Activation.Sigmoid, float.PositiveInfinity, 1f },
        { Activation.Sigmoid, float.MaxValue, 1f },
        { Activation.Sigmoid, float.NegativeInfinity, 0f },
        { Activation.Sigmoid, float.MinValue, 0f },
        { Activation.ReLU, 0f, 0f },
        { Activation.ReLU, -0f, -0f },
        { Activation.ReLU, -float.Epsilon, 0f },
        { Activation.ReLU, float.Epsilon, float.Epsilon },
        { Activation.ReLU, float.PositiveInfinity, float.PositiveInfinity },
        { Activation.ReLU, float.NegativeInfinity, 0f },
        { Activation.Tanh, 0f, 0f },
        { Activation.Tanh, -0f, -0f },
        { Activation.Tanh, float.Epsilon, float.Epsilon },
        { Activation.Tanh, -1.17549421e-38f, -1.17549421e-38f },
        { Activation.Tanh, float.PositiveInfinity, 1f },
        { Activation.Tanh, float.MinValue, -1f },
    };

    [Theory]
    [MemberData(nameof(KnownValues))]
    public void Exact_values(Activation activation, float z, float expected)
    {
        foreach (KernelSet kernels in KernelSet.Supported)
        {
            Comparison.AssertSameBits([expected], kernels.Activate([z], activation), $"{kernels.Name}: {activation} of {z}");
        }
    }

    [Fact]
    public void Not_a_number_stays_not_a_number()
    {
        foreach (Activation activation in KernelSets.ElementWise)
        {
            foreach (KernelSet kernels in KernelSet.Supported)
            {
                float[] a = kernels.Activate(Array.FindAll(SpecialValues.All, float.IsNaN), activation);
                Assert.All(a, value => Assert.True(float.IsNaN(value), $"{kernels.Name}: {activation}"));
            }
        }
    }

    [Fact]
    public void All_kernel_sets_agree_with_scalar_arithmetic()
    {
        const uint Stride = 65521;
        float[] z = [.. Enumerable.Range(0, (int)(uint.MaxValue / Stride)).Select(i => BitConverter.UInt32BitsToSingle((uint)i * Stride))];
        float[] delta = RandomData.Normal(z.Length, new RandomSource(1));
        foreach (Activation activation in KernelSets.ElementWise)
        {
            float[] expected = ScalarLane.Kernels.Activate(z, activation);
            float[] expectedDelta = [.. delta];
            ScalarLane.Kernels.ActivationGradient(expectedDelta, expected, activation);
            foreach (KernelSet kernels in KernelSet.Supported)
            {
                Comparison.AssertSameBits(expected, kernels.Activate(z, activation), $"{kernels.Name}: {activation}");
                float[] actualDelta = [.. delta];
                kernels.ActivationGradient(actualDelta, expected, activation);
                Comparison.AssertSameBits(expectedDelta, actualDelta, $"{kernels.Name}: gradient of {activation}");
            }
        }
    }

    [Theory]
    [InlineData(Activation.Identity, -3f, 1f)]
    [InlineData(Activation.Sigmoid, 0f, 0f)]
    [InlineData(Activation.Sigmoid, 0.25f, 0.1875f)]
    [InlineData(Activation.Sigmoid, 1f, 0f)]
    [InlineData(Activation.ReLU, 0f, 0f)]
    [InlineData(Activation.ReLU, float.Epsilon, 1f)]
    [InlineData(Activation.Tanh, 0f, 1f)]
    [InlineData(Activation.Tanh, -0.5f, 0.75f)]
    [InlineData(Activation.Tanh, 1f, 0f)]
    public void Derivative_from_the_activation(Activation activation, float a, float derivative)
    {
        foreach (KernelSet kernels in KernelSet.Supported)
        {
            float[] delta = [8f];
            kernels.ActivationGradient(delta, [a], activation);
            Comparison.AssertSameBits([8 * derivative], delta, kernels.Name);
        }
    }
}
