namespace MlpFast.Kernels;

/// <summary>
/// A lane with the arithmetic that element-wise kernels need. Every operation rounds once, to nearest even; a comparison gives a mask
/// of all ones or all zeros an element.
/// </summary>
internal interface IArithmeticLane<TSelf> : ILane<TSelf>
    where TSelf : struct, IArithmeticLane<TSelf>
{
    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);

    static abstract TSelf operator /(TSelf left, TSelf right);

    static abstract TSelf Abs(TSelf value);

    /// <summary>−|value|.</summary>
    static abstract TSelf MinusMagnitude(TSelf value);

    /// <summary>The magnitude of one value with the sign of another.</summary>
    static abstract TSelf CopySign(TSelf magnitude, TSelf sign);

    static abstract TSelf LessThan(TSelf left, TSelf right);

    static abstract TSelf Select(TSelf mask, TSelf whereSet, TSelf elsewhere);

    /// <summary>The greater one; NaN where <paramref name="right"/> is NaN.</summary>
    static abstract TSelf Max(TSelf left, TSelf right);

    /// <summary>The greater of two values whose sign is not set; NaN counts as greater than infinity.</summary>
    static abstract TSelf MaxOfMagnitudes(TSelf left, TSelf right);

    /// <summary>One value where the sign of another is set, −0 and NaN included, and a third elsewhere.</summary>
    static abstract TSelf SelectNegative(TSelf sign, TSelf whereNegative, TSelf elsewhere);

    /// <summary>The sum of all elements, formed as in <see cref="Halves"/>.</summary>
    static abstract float Sum(TSelf values);

    /// <summary>The largest element; any where one is NaN.</summary>
    static abstract float Largest(TSelf values);

    /// <summary>2^exponent for a whole exponent in [−252, 127]; 0 below the least subnormal, 2⁻¹⁴⁹.</summary>
    static abstract TSelf PowerOfTwo(TSelf exponent);
}
