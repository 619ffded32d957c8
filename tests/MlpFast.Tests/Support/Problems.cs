using FsCheck;
using FsCheck.Fluent;

namespace MlpFast.Tests.Support;

/// <summary>Random problems, as FsCheck draws and shrinks them.</summary>
internal static class Problems
{
    /// <summary>One, primes, and one past the width of a vector (4, 8, 16), of two and of four vectors.</summary>
    public static readonly int[] Widths = [1, 2, 3, 5, 7, 9, 11, 13, 17, 23, 31, 33, 65];

    /// <summary>One, primes, and one past the height of a tile (6, 12), of many, and of the blocks of predictions and of training.</summary>
    public static readonly int[] Batches = [1, 2, 3, 7, 13, 25, 61, 121, RowBlock.MaxRows + 1, RowBlock.MaxTrainedRows + 1];

    private static readonly Activation[] HiddenActivations = [Activation.Identity, Activation.Sigmoid, Activation.ReLU, Activation.Tanh];

    public static Arbitrary<Problem> OfAllShapes => Arb.From(Of(Widths, Batches), Shrink);

    /// <summary>Problems of one to four layers.</summary>
    public static Gen<Problem> Of(int[] widths, int[] batches) =>
        from inputs in Gen.Elements(widths)
        from depth in Gen.Choose(1, 4)
        from hidden in HiddenLayer(widths).ArrayOf(depth - 1)
        from loss in Gen.Elements(Enum.GetValues<Loss>())
        from outputs in Gen.Elements(widths)
        from activation in loss == Loss.CrossEntropy ? Gen.Constant(Activation.Softmax) : Gen.Elements(HiddenActivations)
        from samples in Gen.Elements(batches)
        from seed in Gen.Choose(0, int.MaxValue)
        select new Problem(new ProblemShape(inputs, [.. hidden, new Dense(outputs, activation)], loss, samples), (ulong)seed);

    /// <summary>Every loss with every output activation that goes with it.</summary>
    public static IEnumerable<(Loss Loss, Activation Output)> LossesAndOutputs =>
        from loss in Enum.GetValues<Loss>()
        from output in loss == Loss.CrossEntropy ? [Activation.Softmax] : HiddenActivations
        select (loss, output);

    /// <summary>Every activation that a hidden layer can have.</summary>
    public static IEnumerable<Activation> Hidden => HiddenActivations;

    private static Gen<Dense> HiddenLayer(int[] widths) =>
        from outputs in Gen.Elements(widths)
        from activation in Gen.Elements(HiddenActivations)
        select new Dense(outputs, activation);

    private static IEnumerable<Problem> Shrink(Problem problem)
    {
        ProblemShape shape = problem.Shape;
        if (shape.Samples > 1)
        {
            yield return new Problem(shape with { Samples = shape.Samples / 2 }, seed: 1);
            yield return new Problem(shape with { Samples = shape.Samples - 1 }, seed: 1);
        }

        for (int i = 0; i < shape.Layers.Count - 1; i++)
        {
            int dropped = i;
            yield return new Problem(shape with { Layers = [.. shape.Layers.Where((_, layer) => layer != dropped)] }, seed: 1);
        }
    }
}
