using System.Runtime.CompilerServices;

namespace MlpFast.Kernels;

/// <summary>Two lanes side by side, as one of twice the width: how a tile becomes two or four registers wide.</summary>
internal readonly struct TwinLane<TLane> : ILane<TwinLane<TLane>>
    where TLane : struct, ILane<TLane>
{
    private readonly TLane _left;
    private readonly TLane _right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TwinLane(TLane left, TLane right)
    {
        _left = left;
        _right = right;
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwinLane<TLane> Load(ref readonly float source) => new(TLane.Load(in source), TLane.Load(in Right(in source)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwinLane<TLane> Load(ref readonly float source, TwinLane<TLane> mask) =>
        new(TLane.Load(in source, mask._left), TLane.Load(in Right(in source), mask._right));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref float destination)
    {
        _left.Store(ref destination);
        _right.Store(ref Right(in destination));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref float destination, TwinLane<TLane> mask)
    {
        _left.Store(ref destination, mask._left);
        _right.Store(ref Right(in destination), mask._right);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwinLane<TLane> Splat(float value)
    {
        TLane splat = TLane.Splat(value);
        return new(splat, splat);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwinLane<TLane> First(int count) => new(TLane.First(count), TLane.First(count - TLane.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwinLane<TLane> FusedMultiplyAdd(TwinLane<TLane> left, TwinLane<TLane> right, TwinLane<TLane> addend) =>
        new(
            TLane.FusedMultiplyAdd(left._left, right._left, addend._left),
            TLane.FusedMultiplyAdd(left._right, right._right, addend._right));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref float Right(ref readonly float source) => ref Unsafe.Add(ref Unsafe.AsRef(in source), TLane.Count);
}
