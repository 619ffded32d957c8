using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MlpFast.Kernels;

/// <summary>
/// A vector of sixteen, whose first elements are stored in whole pieces: halves, quarters and single elements; none where the count is
/// below 1, and all where it exceeds their number.
/// </summary>
/// <remarks>
/// Unchecked. The last three elements are stored one by one: with a shuffle and a vector of two, whatever calls this would not be compiled
/// ahead of time.
/// </remarks>
internal struct SixteenElements
{
    public Vector512<float> Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void StoreFirst(ref float destination, int count)
    {
        if (count >= Vector512<float>.Count)
        {
            Value.StoreUnsafe(ref destination);
            return;
        }

        var half = new EightElements { Value = Value.GetLower() };
        if (count >= Vector256<float>.Count)
        {
            half.Value.StoreUnsafe(ref destination);
            destination = ref Unsafe.Add(ref destination, Vector256<float>.Count);
            half.Value = Value.GetUpper();
            count -= Vector256<float>.Count;
        }

        half.StoreFirst(ref destination, count);
    }
}

/// <summary>The same of eight.</summary>
internal struct EightElements
{
    public Vector256<float> Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void StoreFirst(ref float destination, int count)
    {
        if (count >= Vector256<float>.Count)
        {
            Value.StoreUnsafe(ref destination);
            return;
        }

        var quarter = new FourElements { Value = Value.GetLower() };
        if (count >= Vector128<float>.Count)
        {
            quarter.Value.StoreUnsafe(ref destination);
            destination = ref Unsafe.Add(ref destination, Vector128<float>.Count);
            quarter.Value = Value.GetUpper();
            count -= Vector128<float>.Count;
        }

        quarter.StoreFirst(ref destination, count);
    }
}

/// <summary>The same of four.</summary>
internal struct FourElements
{
    public Vector128<float> Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void StoreFirst(ref float destination, int count)
    {
        if (count >= Vector128<float>.Count)
        {
            Value.StoreUnsafe(ref destination);
            return;
        }

        if (count > 0)
        {
            destination = Value.ToScalar();
        }

        if (count > 1)
        {
            Unsafe.Add(ref destination, 1) = Value.GetElement(1);
        }

        if (count > 2)
        {
            Unsafe.Add(ref destination, 2) = Value.GetElement(2);
        }
    }
}
