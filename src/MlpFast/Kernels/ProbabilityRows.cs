using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MlpFast.Kernels;

/// <summary>Whether each row of a matrix is a probability distribution.</summary>
internal static class ProbabilityRows
{
    /// <summary>Whether all elements are in [0, 1] and every row sums to 1, to so much; NaN is not.</summary>
    [MethodImpl(Compilation.JustInTimeKernel)]
    public static unsafe bool Hold(ReadOnlySpan<float> matrix, int columns, double tolerance)
    {
        int rows = matrix.Length / columns;
        bool anyOutside = false;
        Vector256<double> isOff = Vector256<double>.Zero;
        fixed (float* pinned = matrix)
        {
            for (int row = 0; row < rows; row += FourRows.Count)
            {
                var sum = new ProbabilitySum();
                new FourRows(pinned, row, rows, columns).Fold(columns, ref sum);
                anyOutside |= sum.AnyOutside;
                isOff |= Vector256.GreaterThan(Vector256.Abs(sum.Value - Vector256<double>.One), Vector256.Create(tolerance));
            }
        }

        return !anyOutside && isOff.AsInt64() == Vector256<long>.Zero;
    }
}
