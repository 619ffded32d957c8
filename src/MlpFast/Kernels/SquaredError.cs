using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MlpFast.Kernels;

/// <summary>The squared error of outputs and its gradient.</summary>
internal static class SquaredError<TLane>
    where TLane : struct, IArithmeticLane<TLane>
{
    /// <summary>
    /// Sets each row's loss to <paramref name="valueScale"/> · Σ (ŷ − y)², formed in double with the columns in ascending order, and δ to
    /// <paramref name="gradientScale"/> · (ŷ − y) ∘ f′, with f′ of the activation from the outputs ŷ. Outputs, targets y and δ are
    /// [rows × columns].
    /// </summary>
    /// <remarks>
    /// Outputs and δ may be longer than the targets; where there is room behind them for a full lane, it is used, as what is stored in pieces
    /// cannot be loaded again at once.
    /// </remarks>
    [SkipLocalsInit] // To clear the pointers to rows takes a good part of the time of a small batch.
    [MethodImpl(Compilation.JustInTimeKernel)]
    public static unsafe void Evaluate(
        ReadOnlySpan<float> outputs,
        ReadOnlySpan<float> targets,
        Span<float> delta,
        Span<double> losses,
        double valueScale,
        float gradientScale,
        Activation activation)
    {
        int columns = Bounds.WholeRows(targets.Length, losses.Length);
        Bounds.Require(outputs.Length, targets.Length);
        Bounds.Require(delta.Length, targets.Length);
        fixed (float* pinnedOutputs = outputs, pinnedTargets = targets, pinnedDelta = delta)
        {
            int i = 0;
            for (; i + TLane.Count <= targets.Length; i += TLane.Count)
            {
                Delta(TLane.Load(ref pinnedOutputs[i]), TLane.Load(ref pinnedTargets[i]), gradientScale, activation).Store(ref pinnedDelta[i]);
            }

            if (i < targets.Length)
            {
                TLane mask = TLane.First(targets.Length - i);
                bool hasRoom = Math.Min(outputs.Length, delta.Length) >= i + TLane.Count;
                TLane y = TLane.Load(ref pinnedTargets[i], mask);
                if (hasRoom)
                {
                    Delta(TLane.Load(ref pinnedOutputs[i]), y, gradientScale, activation).Store(ref pinnedDelta[i]);
                }
                else
                {
                    Delta(TLane.Load(ref pinnedOutputs[i], mask), y, gradientScale, activation).Store(ref pinnedDelta[i], mask);
                }
            }

            if (columns == 1)
            {
                SingleColumnLosses(pinnedOutputs, pinnedTargets, losses, valueScale);
            }
            else
            {
                Losses(pinnedOutputs, pinnedTargets, losses, columns, valueScale);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane Delta(TLane outputs, TLane targets, float scale, Activation activation) =>
        TLane.Splat(scale) * (outputs - targets) * AnyActivation.Derivative(activation, outputs);

    /// <summary>Four rows lie side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void SingleColumnLosses(float* outputs, float* targets, Span<double> losses, double scale)
    {
        int row = 0;
        for (; row + FourRows.Count <= losses.Length; row += FourRows.Count)
        {
            var sum = new SquaredErrorSum();
            sum.Add(Vector128.Load(outputs + row), Vector128.Load(targets + row));
            (scale * sum.Value).CopyTo(losses[row..]);
        }

        for (; row < losses.Length; row++)
        {
            double difference = outputs[row] - targets[row];
            losses[row] = scale * (difference * difference);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Losses(float* outputs, float* targets, Span<double> losses, int columns, double scale)
    {
        for (int row = 0; row < losses.Length; row += FourRows.Count)
        {
            var sum = new SquaredErrorSum();
            new FourRows(outputs, row, losses.Length, columns).Fold(new FourRows(targets, row, losses.Length, columns), columns, ref sum);
            Vector256<double> values = scale * sum.Value;
            if (row + FourRows.Count <= losses.Length)
            {
                values.CopyTo(losses[row..]);
            }
            else
            {
                for (int i = row; i < losses.Length; i++)
                {
                    losses[i] = values[i - row];
                }
            }
        }
    }
}
