namespace MlpFast.Tests.Support;

/// <summary>The floats at the ends of every range that the format has, and beside its numbers.</summary>
internal static class SpecialValues
{
    public static readonly float[] All = Array.ConvertAll(
        new[]
        {
            0x7FC00000u, 0x7FA00000u, 0xFFC00000u, // NaN: quiet, signalling, negative
            0x7F800000u, 0xFF800000u, // infinities
            0x00000000u, 0x80000000u, // zeros
            0x00000001u, 0x80000001u, // smallest subnormal numbers
            0x007FFFFFu, 0x807FFFFFu, // largest subnormal numbers
            0x00800000u, 0x80800000u, // smallest normal numbers
            0x7F7FFFFFu, 0xFF7FFFFFu, // largest finite numbers
            0x3F800000u, 0xBF800000u, // 1 and −1
        },
        BitConverter.UInt32BitsToSingle);

    /// <summary>So many of the values, one after the other and from the start again, the first of them at a given place.</summary>
    public static float[] Rotate(float[] values, int first, int length) =>
        [.. Enumerable.Range(first, length).Select(i => values[i % values.Length])];
}
