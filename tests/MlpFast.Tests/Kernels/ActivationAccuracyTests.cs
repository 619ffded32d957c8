using MlpFast.Kernels;
using MlpFast.Tests.Oracle;
using MlpFast.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace MlpFast.Tests.Kernels;

/// <summary>
/// Sigmoid, tanh and the exponential against double, in units in the last place of the float at the exact value, subnormal numbers
/// included. The reference is a few units in the last place of a double off, which is less than 10⁻⁷ of those of a float.
/// </summary>
public sealed class ActivationAccuracyTests(ITestOutputHelper output)
{
    private const double ActivationBound = 2;
    private const double ExponentialBound = 1;

    /// <summary>A prime: the arguments tried have every exponent and, in turn, every last digit.</summary>
    private const uint Stride = 2039;

    /// <summary>So many of the worst arguments of a sample are tried with their neighbours, up to the next of the sample.</summary>
    private const int Neighbourhoods = 16;

    /// <summary>Arguments that a function is given at once.</summary>
    private const uint ChunkSize = 1 << 12;

    /// <summary>One more than the last bit pattern of a float.</summary>
    private const ulong End = 1UL << 32;

    private static readonly Function[] Functions =
    [
        .. KernelSet.Supported.Select(kernels => OfActivation(kernels, Activation.Sigmoid, worst: -1.1068975f)),
        .. KernelSet.Supported.Select(kernels => OfActivation(kernels, Activation.Tanh, worst: 0.56182885f)),
        Exponential<VectorLane>(),
        .. Vector512Lane.IsSupported ? [Exponential<Vector512Lane>()] : Array.Empty<Function>(),
    ];

    public static TheoryData<string> Names => [.. Functions.Select(function => function.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_sample_of_arguments_and_the_neighbours_of_the_worst(string name)
    {
        Function function = Find(name);
        Error[] sample = Errors(function, function.First, End, Stride);
        IEnumerable<Error> near = sample
            .OrderByDescending(error => error.Ulps)
            .Take(Neighbourhoods)
            .Select(error => error.Bits)
            .Append(BitConverter.SingleToUInt32Bits(function.Worst))
            .SelectMany(bits => Errors(function, Math.Max(bits, Stride) - Stride, Math.Min(bits + Stride, End), 1));
        RequireBound(function, [.. sample, .. near]);
    }

    [ExhaustiveTheory]
    [MemberData(nameof(Names))]
    public void Every_argument(string name) => RequireBound(Find(name), Errors(Find(name), Find(name).First, End, 1));

    private void RequireBound(Function function, Error[] errors)
    {
        Error worst = errors.MaxBy(error => error.Ulps);
        float argument = BitConverter.UInt32BitsToSingle((uint)worst.Bits);
        string result = $"{function.Name}: at most {worst.Ulps:F4} units in the last place, at {argument:R} (0x{worst.Bits:X8})";
        output.WriteLine(result);
        Assert.True(worst.Ulps <= function.Bound, $"{result}. Expected at most {function.Bound}.");
    }

    /// <summary>The largest error of each chunk of bit patterns.</summary>
    private static Error[] Errors(Function function, ulong first, ulong end, uint stride)
    {
        ulong span = (ulong)stride * ChunkSize;
        return
        [
            .. ParallelEnumerable.Range(0, (int)((end - first + span - 1) / span))
                .Select(chunk => first + ((ulong)chunk * span))
                .Select(start => LargestError(function, start, Math.Min(start + span, end), stride)),
        ];
    }

    private static Error LargestError(Function function, ulong first, ulong end, uint stride)
    {
        float[] arguments = new float[(end - first + stride - 1) / stride];
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i] = BitConverter.UInt32BitsToSingle((uint)(first + ((ulong)i * stride)));
        }

        float[] results = function.Kernel(arguments);
        var largest = new Error(first, -1);
        for (int i = 0; i < arguments.Length; i++)
        {
            double ulps = Ulps(results[i], function.Exact(arguments[i]));
            if (ulps > largest.Ulps)
            {
                largest = new Error(first + ((ulong)i * stride), ulps);
            }
        }

        return largest;
    }

    private static double Ulps(float actual, double exact)
    {
        if (float.IsNaN(actual) || double.IsNaN(exact))
        {
            return float.IsNaN(actual) && double.IsNaN(exact) ? 0 : double.PositiveInfinity;
        }

        return Comparison.UlpError(actual, exact);
    }

    private static Function Find(string name) => Functions.Single(function => string.Equals(function.Name, name, StringComparison.Ordinal));

    private static Function OfActivation(KernelSet kernels, Activation activation, float worst) =>
        new(
            $"{activation}, {kernels.Name}",
            z => kernels.Activate(z, activation),
            z => OracleKernels.Activate(activation, z),
            First: 0,
            worst,
            ActivationBound);

    /// <summary>The exponential is one of arguments that are not above zero: the bit patterns that have the sign.</summary>
    private static Function Exponential<TLane>()
        where TLane : struct, IArithmeticLane<TLane>
    {
        const ulong MinusZero = 1UL << 31;
        return new($"exponential, {typeof(TLane).Name}", Run, Math.Exp, MinusZero, Worst: -5.8824263f, ExponentialBound);

        static float[] Run(float[] x)
        {
            float[] result = new float[x.Length];
            for (int i = 0; i < x.Length; i += TLane.Count)
            {
                TLane mask = TLane.First(x.Length - i);
                MlpFast.Kernels.Exponential.OfNegative(TLane.Load(ref x[i], mask)).Store(ref result[i], mask);
            }

            return result;
        }
    }

    /// <summary>
    /// A function, what it should be, the first bit pattern of its arguments, and the one argument of all whose error is the largest, as
    /// <see cref="Every_argument"/> finds it.
    /// </summary>
    private sealed record Function(
        string Name, Func<float[], float[]> Kernel, Func<double, double> Exact, ulong First, float Worst, double Bound);

    /// <summary>At a float's bit pattern, an error in units in the last place.</summary>
    private readonly record struct Error(ulong Bits, double Ulps);
}
