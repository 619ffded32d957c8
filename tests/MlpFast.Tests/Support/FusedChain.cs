namespace MlpFast.Tests.Support;

/// <summary>
/// The order rule, written out: every element of a product is one chain of fused multiply-adds in ascending k, and in the forward product of
/// at most 32 outputs over at least 256 inputs two, which are then added.
/// </summary>
internal static class FusedChain
{
    /// <summary>X·W + b.</summary>
    public static float[] Forward(Operands operands)
    {
        if (operands.Columns > 32 || operands.Depth < 256)
        {
            return Product(operands, operands.RepeatedBias, ..);
        }

        int half = operands.Depth / 2;
        float[] first = Product(operands, operands.RepeatedBias, ..half);
        return [.. first.Zip(Product(operands, operands.Zeros, half..), (left, right) => left + right)];
    }

    /// <summary>A·B.</summary>
    public static float[] FromZero(Operands operands) => Product(operands, operands.Zeros, ..);

    /// <summary>S + A·B.</summary>
    public static float[] FromStart(Operands operands) => Product(operands, operands.Start, ..);

    private static float[] Product(Operands operands, float[] start, Range depths)
    {
        (int rows, int depth, int columns) = (operands.Rows, operands.Depth, operands.Columns);
        (int first, int count) = depths.GetOffsetAndLength(depth);
        float[] c = [.. start];
        for (int m = 0; m < rows; m++)
        {
            Span<float> row = c.AsSpan(m * columns, columns);
            for (int k = first; k < first + count; k++)
            {
                float a = operands.A[(m * depth) + k];
                ReadOnlySpan<float> b = operands.B.AsSpan(k * columns, columns);
                for (int n = 0; n < columns; n++)
                {
                    row[n] = MathF.FusedMultiplyAdd(a, b[n], row[n]);
                }
            }
        }

        return c;
    }
}
