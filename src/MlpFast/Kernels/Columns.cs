using System.Runtime.CompilerServices;

namespace MlpFast.Kernels;

/// <summary>How a lane touches the columns of a row: all of them, or the few that are left at a matrix's right edge.</summary>
internal interface IColumns<TLane>
    where TLane : struct, ILane<TLane>
{
    TLane Load(ref readonly float source);

    void Store(TLane value, ref float destination);
}

/// <summary>A full lane.</summary>
internal readonly struct FullColumns<TLane> : IColumns<TLane>
    where TLane : struct, ILane<TLane>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLane Load(ref readonly float source) => TLane.Load(in source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(TLane value, ref float destination) => value.Store(ref destination);
}

/// <summary>The first columns of a lane; memory beyond them is neither read nor written.</summary>
internal readonly struct PartialColumns<TLane> : IColumns<TLane>
    where TLane : struct, ILane<TLane>
{
    private readonly TLane _mask;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PartialColumns(int count) => _mask = TLane.First(count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLane Load(ref readonly float source) => TLane.Load(in source, _mask);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(TLane value, ref float destination) => value.Store(ref destination, _mask);
}
