using System.Runtime.CompilerServices;

namespace MlpFast.Kernels;

/// <summary>Two lanes side by side, as one of twice the width: how a tile becomes two or four registers wide.</summary>
internal struct TwinLane<TLane> : ILane<TwinLane<TLane>>
    where TLane : struct, ILane<TLane>
{
    private TLane _left;
    private TLane _right;

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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwinLane<TLane> Load(ref readonly float source) =>
        new() { _left = TLane.Load(in source), _right = TLane.Load(in Right(in source)) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwinLane<TLane> Load(ref readonly float source, TwinLane<TLane> mask) =>
        new() { _left = TLane.Load(in source, mask._left), _right = TLane.Load(in Right(in source), mask._right) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref float destination)
    {
        _left.Store(ref destination);
        _right.Store(ref Right(in destination));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref float destination, TwinLane<TLane> mask)
    {
        _left.Store(ref destination, mask._left);
        _right.Store(ref Right(in destination), mask._right);
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
    private static ref float Right(ref readonly float source) => ref Unsafe.Add(ref Unsafe.AsRef(in source), TLane.Count);
}
