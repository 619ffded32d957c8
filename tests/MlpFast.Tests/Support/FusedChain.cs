namespace MlpFast.Tests.Support;

/// <summary>The order rule, written out: every element of a product is one chain of fused multiply-adds in ascending k.</summary>
internal static class FusedChain
{
    /// <summary>S + A·B: S [rows × columns], A [rows × depth], B [depth × columns].</summary>
    public static float[] Product(float[] start, float[] a, float[] b, int rows, int depth, int columns)
    {
        float[] c = [.. start];
        for (int m = 0; m < rows; m++)
        {
            for (int k = 0; k < depth; k++)
            {
                for (int n = 0; n < columns; n++)
                {
                    c[(m * columns) + n] = MathF.FusedMultiplyAdd(a[(m * depth) + k], b[(k * columns) + n], c[(m * columns) + n]);
                }
            }
        }

        return c;
    }

    /// <summary>A row, as often as there are rows.</summary>
    public static float[] Repeat(float[] row, int rows) => [.. Enumerable.Repeat(row, rows).SelectMany(values => values)];

    /// <summary>[columns × rows] from [rows × columns].</summary>
    public static float[] Transpose(float[] matrix, int rows, int columns) =>
        [.. Enumerable.Range(0, matrix.Length).Select(i => matrix[(i % rows * columns) + (i / rows)])];
}
