namespace MlpFast.Kernels;

/// <summary>A lane whose elements may change places.</summary>
internal interface IPermutingLane<TSelf> : IArithmeticLane<TSelf>
    where TSelf : struct, IPermutingLane<TSelf>
{
    /// <summary>Whether <see cref="Permute"/> is one instruction; else it is not called.</summary>
    static abstract bool IsPermuting { get; }

    /// <summary>
    /// Element i is that of the values whose place is element i of <paramref name="places"/>: whole numbers that are not negative, as the bits of
    /// floats. Beyond the last place there is the first again.
    /// </summary>
    static abstract TSelf Permute(TSelf values, TSelf places);

    /// <summary>Places so many further on.</summary>
    static abstract TSelf Advance(TSelf places, int by);
}
