namespace MlpFast.Kernels;

/// <summary>
/// Room for intermediate results, a thread's own: taken without a lock, and grown to the largest use a thread has made of it, so that
/// nothing is allocated in steady state.
/// </summary>
/// <remarks>What a role holds is lost when the same role is asked for again.</remarks>
internal static class ThreadScratch
{
    [ThreadStatic]
    private static AlignedBuffer? _activations;

    [ThreadStatic]
    private static AlignedBuffer? _copiedRows;

    [ThreadStatic]
    private static AlignedBuffer? _packedColumns;

    [ThreadStatic]
    private static AlignedBuffer? _transposedGradient;

    [ThreadStatic]
    private static AlignedBuffer? _narrowGradient;

    /// <summary>Activations between the layers of a prediction.</summary>
    public static Span<float> Activations(int length) => Take(ref _activations, length);

    /// <summary>A block of A, with gaps between its rows.</summary>
    public static Span<float> CopiedRows(int length) => Take(ref _copiedRows, length);

    /// <summary>A group of panels of B.</summary>
    public static Span<float> PackedColumns(int length) => Take(ref _packedColumns, length);

    /// <summary>The transpose of a gradient, of parameters or of inputs.</summary>
    public static Span<float> TransposedGradient(int length) => Take(ref _transposedGradient, length);

    /// <summary>A narrow layer's gradient.</summary>
    public static Span<float> NarrowGradient(int length) => Take(ref _narrowGradient, length);

    private static Span<float> Take(ref AlignedBuffer? buffer, int length)
    {
        if (buffer is null || buffer.Length < length)
        {
            buffer = new AlignedBuffer(length);
        }

        return buffer.Span[..length];
    }
}
