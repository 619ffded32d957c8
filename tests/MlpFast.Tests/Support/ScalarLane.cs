using System.Runtime.CompilerServices;
using MlpFast.Kernels;

namespace MlpFast.Tests.Support;

/// <summary>
/// A lane of a single float, in plain scalar arithmetic: the narrowest machine there can be. Its kernel set is what every other is
/// compared with, bit for bit.
/// </summary>
internal struct ScalarLane : IPermutingLane<ScalarLane>
{
    private float _value;

    private ScalarLane(float value) => _value = value;

    public static KernelSet Kernels { get; } = new KernelSet<ScalarLane>("scalar");

    public static int Count => 1;

    public static int TileHeight => 6;

    public static int Vectors => 1;

    public static int Registers => 16;

    public static bool IsPermuting => false;

    public static ScalarLane Load(ref readonly float source) => new(source);

    public static ScalarLane Load(ref readonly float source, ScalarLane mask) => mask.IsSet ? new(source) : default;

    public readonly void Store(ref float destination) => destination = _value;

    public readonly void Store(ref float destination, ScalarLane mask)
    {
        if (mask.IsSet)
        {
            destination = _value;
        }
    }

    public readonly void StoreFirst(ref float destination, int count)
    {
        if (count > 0)
        {
            destination = _value;
        }
    }

    public static ScalarLane Splat(float value) => new(value);

    public static ScalarLane First(int count) => Mask(count > 0);

    public static ScalarLane operator +(ScalarLane left, ScalarLane right) => new(left._value + right._value);

    public static ScalarLane operator -(ScalarLane left, ScalarLane right) => new(left._value - right._value);

    public static ScalarLane operator *(ScalarLane left, ScalarLane right) => new(left._value * right._value);

    public static ScalarLane operator /(ScalarLane left, ScalarLane right) => new(left._value / right._value);

    public static ScalarLane FusedMultiplyAdd(ScalarLane left, ScalarLane right, ScalarLane addend) =>
        new(MathF.FusedMultiplyAdd(left._value, right._value, addend._value));

    public static ScalarLane MaxOfMagnitudes(ScalarLane left, ScalarLane right) =>
        float.IsNaN(left._value) || left._value > right._value ? left : right;

    public void AddProduct(ScalarLane left, ScalarLane right) => _value = MathF.FusedMultiplyAdd(left._value, right._value, _value);

    public void AddProduct(ScalarLane left, ref readonly float right) => AddProduct(left, new ScalarLane(right));

    public static ScalarLane Abs(ScalarLane value) => new(MathF.Abs(value._value));

    public static ScalarLane MinusMagnitude(ScalarLane value) => new(MathF.CopySign(value._value, -0f));

    public static ScalarLane CopySign(ScalarLane magnitude, ScalarLane sign) => new(MathF.CopySign(magnitude._value, sign._value));

    public static ScalarLane LessThan(ScalarLane left, ScalarLane right) => Mask(left._value < right._value);

    public static ScalarLane Max(ScalarLane left, ScalarLane right) => right._value < left._value ? left : right;

    public static ScalarLane SelectNegative(ScalarLane sign, ScalarLane whereNegative, ScalarLane elsewhere) =>
        float.IsNegative(sign._value) ? whereNegative : elsewhere;

    public static ScalarLane Select(ScalarLane mask, ScalarLane whereSet, ScalarLane elsewhere) => mask.IsSet ? whereSet : elsewhere;

    public static float Sum(ScalarLane values) => values._value;

    public static float Largest(ScalarLane values) => values._value;

    /// <summary>Exact in double; the conversion rounds what is below the least subnormal to zero.</summary>
    public static ScalarLane PowerOfTwo(ScalarLane exponent) => new((float)Math.ScaleB(1, (int)exponent._value));

    public static ScalarLane Permute(ScalarLane values, ScalarLane places) => throw new NotSupportedException();

    public static ScalarLane Advance(ScalarLane places, int by) => throw new NotSupportedException();

    private bool IsSet => Unsafe.BitCast<float, uint>(_value) != 0;

    private static ScalarLane Mask(bool isSet) => new(Unsafe.BitCast<uint, float>(isSet ? uint.MaxValue : 0));
}
