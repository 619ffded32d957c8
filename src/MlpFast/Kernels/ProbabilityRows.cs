using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MlpFast.Kernels;

/// <summary>Whether each row of a matrix is a probability distribution.</summary>
internal static class ProbabilityRows
{
    /// <summary>Whether all elements are in [0, 1] and every row sums to 1, to so much; NaN is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe bool Hold(ReadOnlySpan<float> matrix, int columns, double tolerance)
    {
        int rows = matrix.Length / columns;
        Vector128<float> isOutside = Vector128<float>.Zero;
        Vector256<double> isOff = Vector256<double>.Zero;
        fixed (float* pinned = matrix)
        {
            for (int row = 0; row < rows; row += FourRows.Count)
            {
                var values = new FourRows(pinned, row, rows, columns);
                Vector256<double> sum = Vector256<double>.Zero;
                for (int i = 0; i < columns; i++)
                {
                    Vector128<float> column = values.Column(i);
                    isOutside |= ~(Vector128.GreaterThanOrEqual(column, Vector128<float>.Zero)
                        & Vector128.LessThanOrEqual(column, Vector128<float>.One));
                    sum += Vector256.WidenLower(column.ToVector256Unsafe());
                }

                isOff |= Vector256.GreaterThan(Vector256.Abs(sum - Vector256<double>.One), Vector256.Create(tolerance));
            }
        }

        return isOutside.AsInt32() == Vector128<int>.Zero && isOff.AsInt64() == Vector256<long>.Zero;
    }
}
