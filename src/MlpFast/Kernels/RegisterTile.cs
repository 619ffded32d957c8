using System.Runtime.CompilerServices;

namespace MlpFast.Kernels;

/// <summary>
/// Accumulators of a matrix product that stay in registers: so many rows, one lane wide. A tile of any height is a
/// <see cref="Stack{TUpper, TLower, TLane}"/> of <see cref="TileRow{TLane}"/>; the compiler takes the stack apart again, so that each
/// row is a register of its own.
/// </summary>
/// <remarks>Every method is inlined into a kernel that calls nothing else: a call would push the accumulators to memory.</remarks>
internal interface ITile<TLane>
    where TLane : struct, ILane<TLane>
{
    static abstract int Rows { get; }

    /// <summary>Row r starts from the row that lies r·<paramref name="stride"/> floats behind <paramref name="source"/>.</summary>
    void Load<TColumns>(ref readonly float source, nint stride, TColumns columns)
        where TColumns : struct, IColumns<TLane>;

    /// <summary>Adds to row r the product of <paramref name="b"/> and the element r·<paramref name="stride"/> behind <paramref name="a"/>.</summary>
    void MultiplyAdd(ref readonly float a, nint stride, TLane b);

    /// <summary>Row r ends, as <paramref name="epilogue"/> says, in the row that lies r·<paramref name="stride"/> floats behind.</summary>
    void Store<TColumns, TEpilogue>(ref float destination, nint stride, TColumns columns, TEpilogue epilogue)
        where TColumns : struct, IColumns<TLane>
        where TEpilogue : struct, IEpilogue;
}

/// <summary>One row.</summary>
internal struct TileRow<TLane> : ITile<TLane>
    where TLane : struct, ILane<TLane>
{
    private TLane _sum;

    public static int Rows
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load<TColumns>(ref readonly float source, nint stride, TColumns columns)
        where TColumns : struct, IColumns<TLane> => _sum = columns.Load(in source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd(ref readonly float a, nint stride, TLane b) => _sum.AddProduct(b, in a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store<TColumns, TEpilogue>(ref float destination, nint stride, TColumns columns, TEpilogue epilogue)
        where TColumns : struct, IColumns<TLane>
        where TEpilogue : struct, IEpilogue => epilogue.Store(_sum, ref destination, columns);
}

/// <summary>One tile above another.</summary>
internal struct Stack<TUpper, TLower, TLane> : ITile<TLane>
    where TUpper : struct, ITile<TLane>
    where TLower : struct, ITile<TLane>
    where TLane : struct, ILane<TLane>
{
#pragma warning disable CS0649, IDE0044 // Assigned through their own methods, which a readonly field would run on a copy.
    private TUpper _upper;
    private TLower _lower;
#pragma warning restore CS0649, IDE0044

    public static int Rows
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TUpper.Rows + TLower.Rows;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load<TColumns>(ref readonly float source, nint stride, TColumns columns)
        where TColumns : struct, IColumns<TLane>
    {
        _upper.Load(in source, stride, columns);
        _lower.Load(in LowerRows(in source, stride), stride, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd(ref readonly float a, nint stride, TLane b)
    {
        _upper.MultiplyAdd(in a, stride, b);
        _lower.MultiplyAdd(in LowerRows(in a, stride), stride, b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store<TColumns, TEpilogue>(ref float destination, nint stride, TColumns columns, TEpilogue epilogue)
        where TColumns : struct, IColumns<TLane>
        where TEpilogue : struct, IEpilogue
    {
        _upper.Store(ref destination, stride, columns, epilogue);
        _lower.Store(ref LowerRows(in destination, stride), stride, columns, epilogue);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref float LowerRows(ref readonly float source, nint stride) =>
        ref Unsafe.Add(ref Unsafe.AsRef(in source), TUpper.Rows * stride);
}
