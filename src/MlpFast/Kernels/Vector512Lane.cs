using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MlpFast.Kernels;

/// <summary>Sixteen floats in a 512-bit register. Only where <see cref="IsSupported"/>.</summary>
internal struct Vector512Lane : IPermutingLane<Vector512Lane>
{
    private Vector512<float> _value; // Set by initializers: a constructor would be one more call for the compiler to inline.

    public static bool IsSupported => Vector512.IsHardwareAccelerated && Avx512F.IsSupported;

    public static int Count => 16;

    public static int TileHeight => 12;

    public static int Vectors => 1;

    public static int Registers => 32;

    public static bool IsPermuting => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane Load(ref readonly float source) => new() { _value = Vector512.LoadUnsafe(in source) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector512Lane Load(ref readonly float source, Vector512Lane mask) =>
        new() { _value = Avx512F.MaskLoad((float*)Unsafe.AsPointer(in source), mask._value, Vector512<float>.Zero) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref float destination) => _value.StoreUnsafe(ref destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly unsafe void Store(ref float destination, Vector512Lane mask) =>
        Avx512F.MaskStore((float*)Unsafe.AsPointer(ref destination), mask._value, _value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void StoreFirst(ref float destination, int count) =>
        FirstElements.Store(_value, ref destination, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane Splat(float value) => new() { _value = Vector512.Create(value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane First(int count) => new() { _value = Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).AsSingle() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane operator +(Vector512Lane left, Vector512Lane right) => new() { _value = left._value + right._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane operator -(Vector512Lane left, Vector512Lane right) => new() { _value = left._value - right._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane operator *(Vector512Lane left, Vector512Lane right) => new() { _value = left._value * right._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane operator /(Vector512Lane left, Vector512Lane right) => new() { _value = left._value / right._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane FusedMultiplyAdd(Vector512Lane left, Vector512Lane right, Vector512Lane addend) =>
        new() { _value = Vector512.FusedMultiplyAdd(left._value, right._value, addend._value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddProduct(Vector512Lane left, Vector512Lane right) => _value = Vector512.FusedMultiplyAdd(left._value, right._value, _value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddProduct(Vector512Lane left, ref readonly float right) =>
        _value = Vector512.FusedMultiplyAdd(left._value, Vector512.Create(right), _value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane Abs(Vector512Lane value) => new() { _value = Vector512.Abs(value._value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane MinusMagnitude(Vector512Lane value) => new() { _value = value._value | Vector512.Create(-0f) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane CopySign(Vector512Lane magnitude, Vector512Lane sign) =>
        new() { _value = Vector512.ConditionalSelect(Vector512.Create(-0f), sign._value, magnitude._value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane LessThan(Vector512Lane left, Vector512Lane right) => new() { _value = Vector512.LessThan(left._value, right._value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane Select(Vector512Lane mask, Vector512Lane whereSet, Vector512Lane elsewhere) =>
        new() { _value = Vector512.ConditionalSelect(mask._value, whereSet._value, elsewhere._value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane Max(Vector512Lane left, Vector512Lane right) =>
        new() { _value = Avx512F.Max(left._value, right._value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane MaxOfMagnitudes(Vector512Lane left, Vector512Lane right) =>
        new() { _value = Vector512.Max(left._value.AsInt32(), right._value.AsInt32()).AsSingle() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane SelectNegative(Vector512Lane sign, Vector512Lane whereNegative, Vector512Lane elsewhere) =>
        new() { _value = Avx512F.BlendVariable(elsewhere._value, whereNegative._value, sign._value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector512Lane values) => Halves.Sum(values._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Largest(Vector512Lane values) => Halves.Largest(values._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane PowerOfTwo(Vector512Lane exponent) => new() { _value = Avx512F.Scale(Vector512<float>.One, exponent._value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane Permute(Vector512Lane values, Vector512Lane places) =>
        new() { _value = Avx512F.PermuteVar16x32(values._value, places._value.AsInt32()) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Lane Advance(Vector512Lane places, int by) =>
        new() { _value = (places._value.AsInt32() + Vector512.Create(by)).AsSingle() };
}
