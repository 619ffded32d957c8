using MlpFast.Benchmarks.Workloads;

namespace MlpFast.Benchmarks.Peers;

/// <summary>Operations on row-major matrices, over an arithmetic of vectors.</summary>
internal static class ManagedMatrix<TArithmetic>
    where TArithmetic : struct, IManagedArithmetic
{
    /// <summary>C ← C + op(A)·op(B), in the order that runs along the rows of all matrices.</summary>
    public static void AddProduct(ProductForm form, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int m, int n, int k)
    {
        switch (form)
        {
            case ProductForm.TransposedA:
                AddTransposedA(a, b, c, m, n, k);
                break;
            case ProductForm.TransposedB:
                AddTransposedB(a, b, c, m, n, k);
                break;
            default:
                AddPlain(a, b, c, m, n, k);
                break;
        }
    }

    /// <summary>Copies a row to every row of a matrix.</summary>
    public static void FillRows(Span<float> matrix, ReadOnlySpan<float> row)
    {
        for (int first = 0; first < matrix.Length; first += row.Length)
        {
            row.CopyTo(matrix[first..]);
        }
    }

    /// <summary>sum ← Σ of the rows.</summary>
    public static void SumRows(ReadOnlySpan<float> matrix, Span<float> sum)
    {
        sum.Clear();
        for (int first = 0; first < matrix.Length; first += sum.Length)
        {
            TArithmetic.AddScaled(sum, 1, matrix.Slice(first, sum.Length));
        }
    }

    /// <summary>Activates a matrix in place, softmax by rows.</summary>
    public static void Activate(Activation function, Span<float> matrix, int columns)
    {
        int length = function == Activation.Softmax ? columns : matrix.Length;
        for (int first = 0; first < matrix.Length; first += length)
        {
            Span<float> part = matrix.Slice(first, length);
            TArithmetic.Activate(function, part, part);
        }
    }

    private static void AddPlain(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int m, int n, int k)
    {
        for (int row = 0; row < m; row++)
        {
            Span<float> sums = c.Slice(row * n, n);
            for (int i = 0; i < k; i++)
            {
                TArithmetic.AddScaled(sums, a[(row * k) + i], b.Slice(i * n, n));
            }
        }
    }

    private static void AddTransposedA(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int m, int n, int k)
    {
        for (int i = 0; i < k; i++)
        {
            ReadOnlySpan<float> rowOfB = b.Slice(i * n, n);
            for (int row = 0; row < m; row++)
            {
                TArithmetic.AddScaled(c.Slice(row * n, n), a[(i * m) + row], rowOfB);
            }
        }
    }

    private static void AddTransposedB(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int m, int n, int k)
    {
        for (int row = 0; row < m; row++)
        {
            ReadOnlySpan<float> rowOfA = a.Slice(row * k, k);
            for (int column = 0; column < n; column++)
            {
                c[(row * n) + column] += TArithmetic.Dot(rowOfA, b.Slice(column * k, k));
            }
        }
    }
}
