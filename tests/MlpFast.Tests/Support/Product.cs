using MlpFast.Kernels;

namespace MlpFast.Tests.Support;

/// <summary>A product of a kernel set as S + A·B: what its sums start from, the bits by the order rule, and the result.</summary>
internal sealed record Product(
    string Name, Func<Operands, float[]> Start, Func<Operands, float[]> Expected, Func<KernelSet, Operands, float[]> Run)
{
    /// <summary>The three products of a dense layer, the gradient of the weights both overwritten and accumulated.</summary>
    public static readonly Product[] All =
    [
        new("forward", operands => operands.RepeatedBias, FusedChain.Forward, Forward),
        new("input gradient", operands => operands.Zeros, FusedChain.FromZero, InputGradient),
        new("weight gradient, overwritten", operands => operands.Zeros, FusedChain.FromZero, OverwriteWeightGradient),
        new("weight gradient, accumulated", operands => operands.Start, FusedChain.FromStart, AccumulateWeightGradient),
    ];

    /// <summary>Requires of every product in every kernel set the bits by the order rule.</summary>
    public static void RequireAll(Operands operands, string about = "") =>
        RequireAll(operands, product => product.Expected(operands), about);

    /// <summary>Requires of every product in every kernel set the bits of a reference.</summary>
    public static void RequireAll(Operands operands, Func<Product, float[]> reference, string about = "")
    {
        foreach (Product product in All)
        {
            float[] expected = reference(product);
            foreach (KernelSet kernels in KernelSet.Supported)
            {
                Comparison.AssertSameBits(expected, product.Run(kernels, operands), $"{kernels.Name}: {product.Name}, {operands} {about}");
            }
        }
    }

    private static float[] Forward(KernelSet kernels, Operands operands)
    {
        float[] result = NaN(operands);
        kernels.Forward(new(operands.A, operands.Depth), operands.B, operands.Bias, new(result, operands.Columns), Activation.Identity, Share.Whole);
        return result;
    }

    private static float[] InputGradient(KernelSet kernels, Operands operands)
    {
        float[] result = NaN(operands);
        kernels.InputGradient(new(operands.A, operands.Depth), operands.TransposedB, new(result, operands.Columns), Share.Whole);
        return result;
    }

    private static float[] OverwriteWeightGradient(KernelSet kernels, Operands operands) =>
        WeightGradient(kernels, operands, NaN(operands), GradientMode.Overwrite);

    private static float[] AccumulateWeightGradient(KernelSet kernels, Operands operands) =>
        WeightGradient(kernels, operands, [.. operands.Start], GradientMode.Accumulate);

    private static float[] WeightGradient(KernelSet kernels, Operands operands, float[] gradient, GradientMode mode)
    {
        kernels.WeightGradient(new(operands.TransposedA, operands.Rows), new(operands.B, operands.Columns), gradient, firstInput: 0, mode);
        return gradient;
    }

    /// <summary>What must be overwritten, and never read.</summary>
    private static float[] NaN(Operands operands)
    {
        float[] result = new float[operands.Rows * operands.Columns];
        Array.Fill(result, float.NaN);
        return result;
    }
}
