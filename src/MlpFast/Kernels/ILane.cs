namespace MlpFast.Kernels;

/// <summary>
/// A row of floats in registers: what the register tile of a matrix product is built from, so that there is one source for all vector
/// widths.
/// </summary>
/// <remarks>Reading and writing is unchecked: the kernel that calls has established the bounds and pinned the memory.</remarks>
internal interface ILane<TSelf>
    where TSelf : struct, ILane<TSelf>
{
    /// <summary>Number of floats.</summary>
    static abstract int Count { get; }

    /// <summary>
    /// Rows of the tallest register tile two lanes wide: 12 for lanes of 512 bits, 6 for others. It takes 24 (12) accumulators, 2 registers
    /// for each row of B and 1 for the broadcast element of A: 29 of 32 with two rows of B (15 of 16 with one). One lane wide it may be twice
    /// as tall, which takes no more: a register less for B, and one for the mask where masks are such registers.
    /// </summary>
    static abstract int TileHeight { get; }

    /// <summary>Number of registers that one takes.</summary>
    static abstract int Vectors { get; }

    /// <summary>Number of vector registers there are: 16 or 32.</summary>
    static abstract int Registers { get; }

    static abstract TSelf Load(ref readonly float source);

    /// <summary>Loads the elements selected by the mask, and zero for the others, whose memory is not touched.</summary>
    static abstract TSelf Load(ref readonly float source, TSelf mask);

    void Store(ref float destination);

    /// <summary>Stores the elements selected by the mask; the memory of the others is not touched.</summary>
    void Store(ref float destination, TSelf mask);

    /// <summary>
    /// Stores the first <paramref name="count"/> elements, none to all, also where it exceeds their number, in whole pieces: slower than by a
    /// mask, but what is loaded from the same cache line soon after does not have to wait. The count is not negative.
    /// </summary>
    void StoreFirst(ref float destination, int count);

    static abstract TSelf Splat(float value);

    /// <summary>A mask that selects the first <paramref name="count"/> elements: all where it exceeds their number, none below 1.</summary>
    static abstract TSelf First(int count);

    /// <summary>left · right + addend with a single rounding, whether the machine has an instruction for it or not.</summary>
    static abstract TSelf FusedMultiplyAdd(TSelf left, TSelf right, TSelf addend);

    /// <summary>
    /// this ← left · right + this, with a single rounding. Where a sum is an accumulator this compiles to one instruction; what
    /// <see cref="FusedMultiplyAdd"/> returns first takes another register, and is moved.
    /// </summary>
    void AddProduct(TSelf left, TSelf right);

    /// <summary>The same with one factor for all elements.</summary>
    void AddProduct(TSelf left, ref readonly float right);
}
