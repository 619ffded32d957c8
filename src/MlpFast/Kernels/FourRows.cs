using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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
        _row1 = row + 1 < rows ? _row0 + columns : _row0;
        _row2 = row + 2 < rows ? _row1 + columns : _row1;
        _row3 = row + 3 < rows ? _row2 + columns : _row2;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> InDouble(Vector128<float> column) => Vector256.WidenLower(column.ToVector256Unsafe());

    /// <summary>Gives the fold all columns, each as its elements of the four rows, in ascending order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fold<TFold>(int columns, ref TFold fold)
        where TFold : struct, IColumnFold
    {
        int i = 0;
        for (; i + Count <= columns; i += Count)
        {
            (Vector128<float> first, Vector128<float> second, Vector128<float> third, Vector128<float> fourth) = FourColumns(i);
            fold.Add(first);
            fold.Add(second);
            fold.Add(third);
            fold.Add(fourth);
        }

        for (; i < columns; i++)
        {
            fold.Add(Column(i));
        }
    }

    /// <summary>Gives the fold each column of these rows together with that of others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fold<TFold>(FourRows others, int columns, ref TFold fold)
        where TFold : struct, IColumnPairFold
    {
        int i = 0;
        for (; i + Count <= columns; i += Count)
        {
            (Vector128<float> first, Vector128<float> second, Vector128<float> third, Vector128<float> fourth) = FourColumns(i);
            (Vector128<float> otherFirst, Vector128<float> otherSecond, Vector128<float> otherThird, Vector128<float> otherFourth) =
                others.FourColumns(i);
            fold.Add(first, otherFirst);
            fold.Add(second, otherSecond);
            fold.Add(third, otherThird);
            fold.Add(fourth, otherFourth);
        }

        for (; i < columns; i++)
        {
            fold.Add(Column(i), others.Column(i));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<float> Column(int i) => Vector128.Create(_row0[i], _row1[i], _row2[i], _row3[i]);

    /// <summary>A square of the four rows, transposed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (Vector128<float> First, Vector128<float> Second, Vector128<float> Third, Vector128<float> Fourth) FourColumns(int i)
    {
        if (!Sse.IsSupported)
        {
            return (Column(i), Column(i + 1), Column(i + 2), Column(i + 3));
        }

        Vector128<float> row0 = Vector128.Load(_row0 + i);
        Vector128<float> row1 = Vector128.Load(_row1 + i);
        Vector128<float> row2 = Vector128.Load(_row2 + i);
        Vector128<float> row3 = Vector128.Load(_row3 + i);
        Vector128<float> low01 = Sse.UnpackLow(row0, row1);
        Vector128<float> low23 = Sse.UnpackLow(row2, row3);
        Vector128<float> high01 = Sse.UnpackHigh(row0, row1);
        Vector128<float> high23 = Sse.UnpackHigh(row2, row3);
        return (
            Sse.MoveLowToHigh(low01, low23),
            Sse.MoveHighToLow(low23, low01),
            Sse.MoveLowToHigh(high01, high23),
            Sse.MoveHighToLow(high23, high01));
    }
}
