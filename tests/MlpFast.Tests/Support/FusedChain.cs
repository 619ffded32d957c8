namespace MlpFast.Tests.Support;

/// <summary>The order rule, written out: every element of a product is one chain of fused multiply-adds in ascending k.</summary>
internal static class FusedChain
{
    /// <summary>S + A·B.</summary>
    public static float[] Product(Operands operands, float[] start)
    {
        (int rows, int depth, int columns) = (operands.Rows, operands.Depth, operands.Columns);
        float[] c = [.. start];
        for (int m = 0; m < rows; m++)
        {
            Span<float> row = c.AsSpan(m * columns, columns);
            for (int k = 0; k < depth; k++)
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
