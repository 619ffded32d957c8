using System.Runtime.CompilerServices;

namespace MlpFast.Kernels;

/// <summary>
/// A narrow layer's sums over many inputs: one sample has too few of them to hide the latency of each addition. They therefore are two chains,
/// one over the first half of the inputs that starts from the bias, one over the others that starts from zero; then the two are added.
/// </summary>
/// <remarks>Whether there are two depends on the layer's shape alone, so that a sample's bits do not depend on the batch.</remarks>
internal static class TwoChains<TLane>
    where TLane : struct, IArithmeticLane<TLane>
{
    /// <summary>Outputs up to which a layer counts as narrow.</summary>
    private const int Narrow = 32;

    /// <summary>With fewer inputs a second chain gains less than a batch loses by going through the outputs twice.</summary>
    private const int InputsThatPay = 256;

    public static bool Apply(int inputs, int outputs) => outputs <= Narrow && inputs >= InputsThatPay;

    /// <summary>A = X·W + b: X [rows × inputs], W [inputs × outputs], b [outputs], checked by the caller, A [rows × outputs]; W is whole.</summary>
    /// <remarks>Apart from the path of other products, which its many locals would slow down, and references to theirs.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static unsafe void Forward(StridedMatrix x, StridedMatrix weights, float* biases, StridedMatrix a)
    {
        int half = weights.Rows / 2;
        int rest = weights.Rows - half;
        MatrixProduct<TLane>.FromBias(x.SliceColumns(0, half), weights.Slice(0, half), biases, a);
        MatrixProduct<TLane>.AddScaled(x.SliceColumns(half, rest), weights.Slice(half, rest), a, scale: 1);
    }

    /// <summary>The same of one row, with its activation, or for softmax the logits.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static unsafe void ForwardRow(StridedMatrix x, StridedMatrix weights, float* biases, StridedMatrix a, Activation activation)
    {
        Bounds.RequireProduct(x, weights, a);
        int inputs = weights.Rows;
        int outputs = weights.Columns;
        int column = 0;
        for (; outputs - column > TLane.Count; column += 2 * TLane.Count)
        {
            Row<TwinLane<TLane>>(
                x.Elements, weights.Elements + column, biases + column, a.Elements + column, inputs, outputs, outputs - column, activation);
        }

        if (column < outputs)
        {
            Row<TLane>(
                x.Elements, weights.Elements + column, biases + column, a.Elements + column, inputs, outputs, outputs - column, activation);
        }
    }

    /// <summary>
    /// A lane's columns for one sample. A row of weights is read a full lane wide, which is faster than to leave out what belongs
    /// to the next rows, as long as it ends before the weights do. The activations are stored in whole pieces, for the layer above to load.
    /// </summary>
    [MethodImpl(Compilation.Kernel)]
    private static unsafe void Row<TWide>(
        float* x, float* weights, float* biases, float* a, int inputs, int outputs, int columns, Activation activation)
        where TWide : struct, IArithmeticLane<TWide>
    {
        var mask = new PartialColumns<TWide>(columns);
        int half = inputs / 2;
        int lastRows = (outputs - columns + TWide.Count - 1) / outputs; // In them a lane would end behind the weights.
        int whole = Math.Clamp(inputs - lastRows - half, 0, half);
        float* otherX = x + half;
        float* otherWeights = weights + ((nint)half * outputs);
        TWide sum = mask.Load(ref *biases);
        TWide otherSum = default;
        int k = 0;
        for (; k < whole; k++)
        {
            sum.AddProduct(TWide.Load(ref *weights), ref x[k]);
            otherSum.AddProduct(TWide.Load(ref *otherWeights), ref otherX[k]);
            weights += outputs;
            otherWeights += outputs;
        }

        for (; k < inputs - half; k++)
        {
            if (k < half)
            {
                sum.AddProduct(mask.Load(ref *weights), ref x[k]);
            }

            otherSum.AddProduct(mask.Load(ref *otherWeights), ref otherX[k]);
            weights += outputs;
            otherWeights += outputs;
        }

        AnyActivation.Apply(activation, sum + otherSum).StoreFirst(ref *a, columns);
    }
}
