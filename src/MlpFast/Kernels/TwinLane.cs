using System.Runtime.CompilerServices;

namespace MlpFast.Kernels;

/// <summary>
/// Two lanes side by side, as one of twice the width: how a tile becomes several registers wide, and how independent operations overlap.
/// </summary>
internal struct TwinLane<TLane> : IArithmeticLane<TwinLane<TLane>>
    where TLane : struct, IArithmeticLane<TLane>
{
    private TLane _left;
    private TLane _right;

    public TLane Left
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        readonly get => _left;
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        init => _left = value;
    }

    public TLane Right
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        readonly get => _right;
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        init => _right = value;
    }

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2 * TLane.Count;
    }

    public static int TileHeight
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TLane.TileHeight;
    }

    public static int Vectors
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2 * TLane.Vectors;
    }

    public static int Registers
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TLane.Registers;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwinLane<TLane> Load(ref readonly float source) =>
        new() { _left = TLane.Load(in source), _right = TLane.Load(in RightOf(in source)) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwinLane<TLane> Load(ref readonly float source, TwinLane<TLane> mask) =>
        new() { _left = TLane.Load(in source, mask._left), _right = TLane.Load(in RightOf(in source), mask._right) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref float destination)
    {
        _left.Store(ref destination);
        _right.Store(ref RightOf(in destination));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref float destination, TwinLane<TLane> mask)
    {
        _left.Store(ref destination, mask._left);
        _right.Store(ref RightOf(in destination), mask._right);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void StoreFirst(ref float destination, int count)
    {
        _left.StoreFirst(ref destination, count);
        if (count > TLane.Count)
        {
            _right.StoreFirst(ref RightOf(in destination), count - TLane.Count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwinLane<TLane> Splat(float value)
    {
        TLane splat = TLane.Splat(value);
        return new() { _left = splat, _right = splat };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwinLane<TLane> First(int count) =>
        new() { _left = TLane.First(count), _right = TLane.First(count - TLane.Count) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwinLane<TLane> FusedMultiplyAdd(TwinLane<TLane> left, TwinLane<TLane> right, TwinLane<TLane> addend) =>
        new()
        {
            _left = TLane.FusedMultiplyAdd(left._left, right._left, addend._left),
            _right = TLane.FusedMultiplyAdd(left._right, right._right, addend._right),
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddProduct(TwinLane<TLane> left, TwinLane<TLane> right)
    {
        _left.AddProduct(left._left, right._left);
        _right.AddProduct(left._right, right._right);
    }

    /// <summary>The factor is loaded once for both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddProduct(TwinLane<TLane> left, ref readonly float right)
    {
        TLane splat = TLane.Splat(right);
        _left.AddProduct(left._left, splat);
        _right.AddProduct(left._right, splat);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwinLane<TLane> operator +(TwinLane<TLane> left, TwinLane<TLane> right) =>
        new() { _left = left._left + right._left, _right = left._right + right._right };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwinLane<TLane> operator -(TwinLane<TLane> left, TwinLane<TLane> right) =>
        new() { _left = left._left - right._left, _right = left._right - right._right };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwinLane<TLane> operator *(TwinLane<TLane> left, TwinLane<TLane> right) =>
        new() { _left = left._left * right._left, _right = left._right * right._right };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwinLane<TLane> operator /(TwinLane<TLane> left, TwinLane<TLane> right) =>
        new() { _left = left._left / right._left, _right = left._right / right._right };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwinLane<TLane> Abs(TwinLane<TLane> value) =>
        new() { _left = TLane.Abs(value._left), _right = TLane.Abs(value._right) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwinLane<TLane> MinusMagnitude(TwinLane<TLane> value) =>
        new() { _left = TLane.MinusMagnitude(value._left), _right = TLane.MinusMagnitude(value._right) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwinLane<TLane> CopySign(TwinLane<TLane> magnitude, TwinLane<TLane> sign) =>
        new() { _left = TLane.CopySign(magnitude._left, sign._left), _right = TLane.CopySign(magnitude._right, sign._right) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwinLane<TLane> LessThan(TwinLane<TLane> left, TwinLane<TLane> right) =>
        new() { _left = TLane.LessThan(left._left, right._left), _right = TLane.LessThan(left._right, right._right) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwinLane<TLane> Max(TwinLane<TLane> left, TwinLane<TLane> right) =>
        new() { _left = TLane.Max(left._left, right._left), _right = TLane.Max(left._right, right._right) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwinLane<TLane> MaxOfMagnitudes(TwinLane<TLane> left, TwinLane<TLane> right) =>
        new()
        {
            _left = TLane.MaxOfMagnitudes(left._left, right._left),
            _right = TLane.MaxOfMagnitudes(left._right, right._right),
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(TwinLane<TLane> values) => TLane.Sum(values._left + values._right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Largest(TwinLane<TLane> values) => TLane.Largest(TLane.Max(values._left, values._right));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwinLane<TLane> PowerOfTwo(TwinLane<TLane> exponent) =>
        new() { _left = TLane.PowerOfTwo(exponent._left), _right = TLane.PowerOfTwo(exponent._right) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwinLane<TLane> Select(TwinLane<TLane> mask, TwinLane<TLane> whereSet, TwinLane<TLane> elsewhere) =>
        new()
        {
            _left = TLane.Select(mask._left, whereSet._left, elsewhere._left),
            _right = TLane.Select(mask._right, whereSet._right, elsewhere._right),
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwinLane<TLane> SelectNegative(TwinLane<TLane> sign, TwinLane<TLane> whereNegative, TwinLane<TLane> elsewhere) =>
        new()
        {
            _left = TLane.SelectNegative(sign._left, whereNegative._left, elsewhere._left),
            _right = TLane.SelectNegative(sign._right, whereNegative._right, elsewhere._right),
        };

    /// <summary>Where the right lane's floats lie behind those of the left one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref float RightOf(ref readonly float source) => ref Unsafe.Add(ref Unsafe.AsRef(in source), TLane.Count);
}
