using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MlpFast.Kernels;

/// <summary>
/// Stores the first elements of a vector, any number from 0 on, in pieces of a power of two: a piece for each bit of the number.
/// </summary>
/// <remarks>
/// Unchecked. Two elements are stored as a double: as a vector of two, whatever calls this would not be compiled ahead of time.
/// </remarks>
internal static class FirstElements
{
    private const string NotNegative = "All bits of a negative number would be stored.";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> values, ref float destination, int count)
    {
        Debug.Assert(count >= 0, NotNegative);
        if (count >= Vector512<float>.Count)
        {
            values.StoreUnsafe(ref destination);
            return;
        }

        Vector256<float> half = values.GetLower();
        if ((count & Vector256<float>.Count) != 0)
        {
            half.StoreUnsafe(ref destination);
            destination = ref Unsafe.Add(ref destination, Vector256<float>.Count);
            half = values.GetUpper();
        }

        StoreFewerThanEight(half, ref destination, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> values, ref float destination, int count)
    {
        Debug.Assert(count >= 0, NotNegative);
        if (count >= Vector256<float>.Count)
        {
            values.StoreUnsafe(ref destination);
            return;
        }

        StoreFewerThanEight(values, ref destination, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<float> values, ref float destination, int count)
    {
        Debug.Assert(count >= 0, NotNegative);
        if (count >= Vector128<float>.Count)
        {
            values.StoreUnsafe(ref destination);
            return;
        }

        StoreFewerThanFour(values, ref destination, count);
    }

    /// <summary>Higher bits of the number do not count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreFewerThanEight(Vector256<float> values, ref float destination, int count)
    {
        Vector128<float> quarter = values.GetLower();
        if ((count & Vector128<float>.Count) != 0)
        {
            quarter.StoreUnsafe(ref destination);
            destination = ref Unsafe.Add(ref destination, Vector128<float>.Count);
            quarter = values.GetUpper();
        }

        StoreFewerThanFour(quarter, ref destination, count);
    }

    /// <inheritdoc cref="StoreFewerThanEight"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreFewerThanFour(Vector128<float> values, ref float destination, int count)
    {
        if ((count & 2) == 0)
        {
            if ((count & 1) != 0)
            {
                destination = values.ToScalar();
            }

            return;
        }

        Unsafe.WriteUnaligned(ref Unsafe.As<float, byte>(ref destination), values.AsDouble().ToScalar());
        if ((count & 1) != 0)
        {
            Unsafe.Add(ref destination, 2) = values.GetElement(2);
        }
    }
}
