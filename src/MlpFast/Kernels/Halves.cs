using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MlpFast.Kernels;

/// <summary>
/// A vector's elements combined into one by halves: the upper half with the lower one, until one is left. In this order a wider vector goes
/// on as a narrower one does.
/// </summary>
internal static class Halves
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector512<float> values) => Sum(values.GetLower() + values.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector256<float> values) => Sum(values.GetLower() + values.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector128<float> values)
    {
        values += UpperHalf(values);
        return (values + SecondElement(values)).ToScalar();
    }

    /// <summary>The largest; any where one is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Largest(Vector512<float> values) => Largest(Vector256.MaxNative(values.GetLower(), values.GetUpper()));

    /// <inheritdoc cref="Largest(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Largest(Vector256<float> values) => Largest(Vector128.MaxNative(values.GetLower(), values.GetUpper()));

    /// <inheritdoc cref="Largest(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Largest(Vector128<float> values)
    {
        values = Vector128.MaxNative(values, UpperHalf(values));
        return Vector128.MaxNative(values, SecondElement(values)).ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> UpperHalf(Vector128<float> values) => Vector128.Shuffle(values, Vector128.Create(2, 3, 2, 3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> SecondElement(Vector128<float> values) => Vector128.Shuffle(values, Vector128.Create(1, 1, 1, 1));
}
