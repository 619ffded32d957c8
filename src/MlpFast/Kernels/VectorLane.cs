using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace MlpFast.Kernels;

/// <summary>
/// A <see cref="Vector{T}"/> of floats: 4, 8 or 16 wide, as the machine and the process's settings have it. Where there is no fused
/// multiply-add instruction the runtime computes each in software, with the same bits.
/// </summary>
internal struct VectorLane : IPermutingLane<VectorLane>
{
    private Vector<float> _value; // Set by initializers: a constructor would be one more call for the compiler to inline.

    public static int Count => Vector<float>.Count;

    public static int TileHeight => Vector<float>.Count == 16 ? 12 : 6;

    public static int Vectors => 1;

    public static int Registers => Avx512F.VL.IsSupported || AdvSimd.IsSupported ? 32 : 16;

    public static bool IsPermuting =>
        Vector<float>.Count == Vector512<float>.Count
            ? Avx512F.IsSupported
            : Vector<float>.Count == Vector256<float>.Count && Avx2.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLane Load(ref readonly float source) => new() { _value = Vector.LoadUnsafe(in source) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe VectorLane Load(ref readonly float source, VectorLane mask)
    {
        if (Avx.IsSupported && Vector<float>.Count == 8)
        {
            return new() { _value = Avx.MaskLoad((float*)Unsafe.AsPointer(in source), mask._value.AsVector256()).AsVector() };
        }

        return LoadEach(in source, mask);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref float destination) => _value.StoreUnsafe(ref destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly unsafe void Store(ref float destination, VectorLane mask)
    {
        if (Avx.IsSupported && Vector<float>.Count == 8)
        {
            Avx.MaskStore((float*)Unsafe.AsPointer(ref destination), mask._value.AsVector256(), _value.AsVector256());
        }
        else
        {
            StoreEach(ref destination, mask);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void StoreFirst(ref float destination, int count)
    {
        if (Vector<float>.Count == Vector512<float>.Count)
        {
            FirstElements.Store(_value.AsVector512(), ref destination, count);
        }
        else if (Vector<float>.Count == Vector256<float>.Count)
        {
            FirstElements.Store(_value.AsVector256(), ref destination, count);
        }
        else
        {
            FirstElements.Store(_value.AsVector128(), ref destination, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLane Splat(float value) => new() { _value = Vector.Create(value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLane First(int count) => new() { _value = Vector.LessThan(Vector<int>.Indices, Vector.Create(count)).As<int, float>() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLane operator +(VectorLane left, VectorLane right) => new() { _value = left._value + right._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLane operator -(VectorLane left, VectorLane right) => new() { _value = left._value - right._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLane operator *(VectorLane left, VectorLane right) => new() { _value = left._value * right._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLane operator /(VectorLane left, VectorLane right) => new() { _value = left._value / right._value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLane FusedMultiplyAdd(VectorLane left, VectorLane right, VectorLane addend) =>
        new() { _value = Vector.FusedMultiplyAdd(left._value, right._value, addend._value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddProduct(VectorLane left, VectorLane right) => _value = Vector.FusedMultiplyAdd(left._value, right._value, _value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddProduct(VectorLane left, ref readonly float right) =>
        _value = Vector.FusedMultiplyAdd(left._value, Vector.Create(right), _value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLane Abs(VectorLane value) => new() { _value = Vector.Abs(value._value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLane MinusMagnitude(VectorLane value) => new() { _value = value._value | Vector.Create(-0f) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLane CopySign(VectorLane magnitude, VectorLane sign) =>
        new() { _value = Vector.ConditionalSelect(Vector.Create(-0f), sign._value, magnitude._value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLane LessThan(VectorLane left, VectorLane right) =>
        new() { _value = Vector.LessThan<float>(left._value, right._value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLane Select(VectorLane mask, VectorLane whereSet, VectorLane elsewhere) =>
        new() { _value = Vector.ConditionalSelect(mask._value, whereSet._value, elsewhere._value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLane Max(VectorLane left, VectorLane right) =>
        new() { _value = Vector.ConditionalSelect(Vector.LessThan<float>(right._value, left._value), left._value, right._value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLane MaxOfMagnitudes(VectorLane left, VectorLane right) =>
        new() { _value = Vector.Max(left._value.As<float, int>(), right._value.As<float, int>()).As<int, float>() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLane SelectNegative(VectorLane sign, VectorLane whereNegative, VectorLane elsewhere) =>
        new()
        {
            _value = Vector.ConditionalSelect(
                Vector.LessThan(sign._value.As<float, int>(), Vector<int>.Zero).As<int, float>(), whereNegative._value, elsewhere._value),
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(VectorLane values) =>
        Vector<float>.Count switch
        {
            16 => Halves.Sum(values._value.AsVector512()),
            8 => Halves.Sum(values._value.AsVector256()),
            _ => Halves.Sum(values._value.AsVector128()),
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Largest(VectorLane values) =>
        Vector<float>.Count switch
        {
            16 => Halves.Largest(values._value.AsVector512()),
            8 => Halves.Largest(values._value.AsVector256()),
            _ => Halves.Largest(values._value.AsVector128()),
        };

    /// <summary>As the product of two normal powers of two, since the result may be subnormal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLane PowerOfTwo(VectorLane exponent)
    {
        Vector<int> whole = Vector.ConvertToInt32Native(exponent._value);
        Vector<int> half = whole >> 1;
        return new() { _value = NormalPowerOfTwo(half) * NormalPowerOfTwo(whole - half) };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLane Permute(VectorLane values, VectorLane places)
    {
        if (Vector<float>.Count == Vector512<float>.Count)
        {
            Vector512<int> indices = places._value.AsVector512().AsInt32();
            return new() { _value = Avx512F.PermuteVar16x32(values._value.AsVector512(), indices).AsVector() };
        }

        return new() { _value = Avx2.PermuteVar8x32(values._value.AsVector256(), places._value.AsVector256().AsInt32()).AsVector() };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLane Advance(VectorLane places, int by) =>
        new() { _value = (places._value.As<float, int>() + Vector.Create(by)).As<int, float>() };

    private static Vector<float> NormalPowerOfTwo(Vector<int> exponent) => ((exponent + Vector.Create(127)) << 23).As<int, float>();

    private static VectorLane LoadEach(ref readonly float source, VectorLane mask)
    {
        Vector<float> result = Vector<float>.Zero;
        for (int i = 0; i < Count; i++)
        {
            if (mask.Selects(i))
            {
                result = result.WithElement(i, Unsafe.Add(ref Unsafe.AsRef(in source), i));
            }
        }

        return new() { _value = result };
    }

    private readonly void StoreEach(ref float destination, VectorLane mask)
    {
        for (int i = 0; i < Count; i++)
        {
            if (mask.Selects(i))
            {
                Unsafe.Add(ref destination, i) = _value[i];
            }
        }
    }

    private readonly bool Selects(int element) => _value.As<float, int>()[element] != 0;
}
