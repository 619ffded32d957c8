using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MlpFast.Kernels;

/// <summary>Stores the first elements of a vector in whole pieces: halves, quarters, pairs and single elements.</summary>
/// <remarks>Beyond 15, 7 or 3 elements the count is that of the whole vector or more. Unchecked.</remarks>
internal static class FirstElements
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> vector, ref float destination, int count)
    {
        if (count >= Vector512<float>.Count)
        {
            vector.StoreUnsafe(ref destination);
            return;
        }

        Vector256<float> half = vector.GetLower();
        if (count >= Vector256<float>.Count)
        {
            half.StoreUnsafe(ref destination);
            destination = ref Unsafe.Add(ref destination, Vector256<float>.Count);
            half = vector.GetUpper();
            count -= Vector256<float>.Count;
        }

        Store(half, ref destination, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> vector, ref float destination, int count)
    {
        if (count >= Vector256<float>.Count)
        {
            vector.StoreUnsafe(ref destination);
            return;
        }

        Vector128<float> quarter = vector.GetLower();
        if (count >= Vector128<float>.Count)
        {
            quarter.StoreUnsafe(ref destination);
            destination = ref Unsafe.Add(ref destination, Vector128<float>.Count);
            quarter = vector.GetUpper();
            count -= Vector128<float>.Count;
        }

        Store(quarter, ref destination, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<float> vector, ref float destination, int count)
    {
        if (count >= Vector128<float>.Count)
        {
            vector.StoreUnsafe(ref destination);
            return;
        }

        Vector64<float> pair = vector.GetLower();
        if (count >= Vector64<float>.Count)
        {
            Unsafe.WriteUnaligned(ref Unsafe.As<float, byte>(ref destination), vector.AsDouble().ToScalar());
            destination = ref Unsafe.Add(ref destination, Vector64<float>.Count);
            vector = Vector128.Shuffle(vector, Vector128.Create(2, 3, 2, 3));
        }

        if (count % 2 == 1)
        {
            destination = vector.ToScalar();
        }
    }
}
