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

    /// <summary>
    /// The same, and then the product of <paramref name="nextB"/> and the element <paramref name="depthStride"/> behind the first one. An
    /// element's address is computed for both.
    /// </summary>
    void MultiplyAddTwice(ref readonly float a, nint stride, nint depthStride, TLane b, TLane nextB);

    /// <summary>
    /// Row r becomes what <paramref name="epilogue"/> makes of it and of the row that lies r·<paramref name="stride"/> floats behind
    /// <paramref name="c"/>. It is called before any row is stored: where two share a cache line, a load would wait for the store before it.
    /// </summary>
    void Finish<TColumns, TEpilogue>(ref readonly float c, nint stride, TColumns columns, TEpilogue epilogue)
        where TColumns : struct, IColumns<TLane>
        where TEpilogue : struct, IEpilogue;

    /// <summary>Row r is stored in the row that lies r·<paramref name="stride"/> floats behind.</summary>
    void Store<TColumns>(ref float destination, nint stride, TColumns columns)
        where TColumns : struct, IColumns<TLane>;
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
    public void MultiplyAddTwice(ref readonly float a, nint stride, nint depthStride, TLane b, TLane nextB)
    {
        _sum.AddProduct(b, in a);
        _sum.AddProduct(nextB, in Unsafe.Add(ref Unsafe.AsRef(in a), depthStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Finish<TColumns, TEpilogue>(ref readonly float c, nint stride, TColumns columns, TEpilogue epilogue)
        where TColumns : struct, IColumns<TLane>
        where TEpilogue : struct, IEpilogue => _sum = epilogue.Of(_sum, in c, columns);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store<TColumns>(ref float destination, nint stride, TColumns columns)
        where TColumns : struct, IColumns<TLane> => columns.Store(_sum, ref destination);
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
    public void MultiplyAddTwice(ref readonly float a, nint stride, nint depthStride, TLane b, TLane nextB)
    {
        _upper.MultiplyAddTwice(in a, stride, depthStride, b, nextB);
        _lower.MultiplyAddTwice(in LowerRows(in a, stride), stride, depthStride, b, nextB);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Finish<TColumns, TEpilogue>(ref readonly float c, nint stride, TColumns columns, TEpilogue epilogue)
        where TColumns : struct, IColumns<TLane>
        where TEpilogue : struct, IEpilogue
    {
        _upper.Finish(in c, stride, columns, epilogue);
        _lower.Finish(in LowerRows(in c, stride), stride, columns, epilogue);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store<TColumns>(ref float destination, nint stride, TColumns columns)
        where TColumns : struct, IColumns<TLane>
    {
        _upper.Store(ref destination, stride, columns);
        _lower.Store(ref LowerRows(in destination, stride), stride, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref float LowerRows(ref readonly float source, nint stride) =>
        ref Unsafe.Add(ref Unsafe.AsRef(in source), TUpper.Rows * stride);
}
