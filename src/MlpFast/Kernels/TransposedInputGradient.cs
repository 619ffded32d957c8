namespace MlpFast.Kernels;

/// <summary>
/// dX = δ·Wᵀ of a few samples, computed as its transpose W·δᵀ: W is then read in place, and what is transposed are δ and dX, which are small
/// beside it. Each element is the same chain either way.
/// </summary>
internal static class TransposedInputGradient<TLane>
    where TLane : struct, IArithmeticLane<TLane>
{
    /// <summary>Samples at a time: so few that their transposes stay in the second-level cache.</summary>
    private const int Samples = 64;

    /// <summary>Floats of δ and dX up to which they do so themselves.</summary>
    private const long MostTransposed = 1 << 18;

    /// <summary>If there is at most half as much to transpose as W has, samples fill lanes, and W need not be copied for its rows.</summary>
    public static bool Pays(int samples, int inputs, int outputs)
    {
        long transposed = samples * ((long)inputs + outputs);
        return samples % (2 * TLane.Count) == 0
            && transposed <= MostTransposed
            && 2 * transposed <= (long)inputs * outputs
            && FirstLevelCache.Holds(TLane.TileHeight, outputs);
    }

    /// <summary>δ [samples × outputs], W [inputs × outputs], dX [samples × inputs].</summary>
    public static unsafe void Compute(in StridedMatrix delta, in StridedMatrix weights, in StridedMatrix gradient)
    {
        Bounds.RequireProduct(delta, weights.Transposed(), gradient);
        int inputs = weights.Rows;
        Span<float> transposed = ThreadScratch.TransposedGradient(inputs * Math.Min(Samples, delta.Rows));
        fixed (float* pinned = transposed)
        {
            for (int first = 0; first < delta.Rows; first += Samples)
            {
                int samples = Math.Min(Samples, delta.Rows - first);
                MatrixProduct<TLane>.FromGradient(
                    weights,
                    delta.Slice(first, samples).Transposed(),
                    StridedMatrix.Of(pinned, transposed, inputs, samples),
                    GradientMode.Overwrite);
                float* rows = gradient.Elements + (first * (nint)gradient.RowStride);
                Packing.Panel(ref *pinned, lineStride: samples, lines: inputs, depth: samples, width: gradient.RowStride, ref *rows);
            }
        }
    }
}
