using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MlpFast.Kernels;

/// <summary>
/// Four rows of a matrix, read column by column: what is summed over the columns of each in turn, in ascending order, is then summed for four
/// rows at once. Beyond the last row there is the last once more.
/// </summary>
internal readonly unsafe struct FourRows
{
    public const int Count = 4;

    private readonly float* _row0;
    private readonly float* _row1;
    private readonly float* _row2;
    private readonly float* _row3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FourRows(float* matrix, int row, int rows, nint columns)
    {
        _row0 = matrix + (row * columns);
        _row1 = matrix + (Math.Min(row + 1, rows - 1) * columns);
        _row2 = matrix + (Math.Min(row + 2, rows - 1) * columns);
        _row3 = matrix + (Math.Min(row + 3, rows - 1) * columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> Column(int i) => Vector128.Create(_row0[i], _row1[i], _row2[i], _row3[i]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<double> ColumnInDouble(int i) => Vector256.WidenLower(Column(i).ToVector256Unsafe());
}
