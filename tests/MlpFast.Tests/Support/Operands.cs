namespace MlpFast.Tests.Support;

/// <summary>A [rows × depth], B [depth × columns] and what sums may start from, [rows × columns], as every product wants them.</summary>
internal sealed class Operands
{
    public Operands(int rows, int depth, int columns, Func<int, RandomSource, float[]> draw, ulong seed)
    {
        var random = new RandomSource(seed);
        (Rows, Depth, Columns) = (rows, depth, columns);
        A = draw(rows * depth, random);
        B = draw(depth * columns, random);
        Start = draw(rows * columns, random);
    }

    public int Rows { get; }

    public int Depth { get; }

    public int Columns { get; }

    public float[] A { get; }

    public float[] B { get; }

    public float[] Start { get; }

    public float[] TransposedA => Transpose(A, Rows, Depth);

    public float[] TransposedB => Transpose(B, Depth, Columns);

    public float[] Zeros => new float[Rows * Columns];

    /// <summary>[columns]: the first row of the start.</summary>
    public float[] Bias => Start[..Columns];

    /// <summary>The bias in every row.</summary>
    public float[] RepeatedBias => [.. Enumerable.Repeat(Bias, Rows).SelectMany(row => row)];

    public override string ToString() => $"{Rows} × {Depth} × {Columns}";

    /// <summary>[columns × rows] from [rows × columns].</summary>
    private static float[] Transpose(float[] matrix, int rows, int columns)
    {
        float[] result = new float[matrix.Length];
        for (int i = 0; i < matrix.Length; i++)
        {
            (int row, int column) = Math.DivRem(i, columns);
            result[(column * rows) + row] = matrix[i];
        }

        return result;
    }
}
