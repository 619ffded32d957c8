using System.Runtime.CompilerServices;

namespace MlpFast;

/// <summary>The sum of samples' losses, in their order.</summary>
internal static class TotalLoss
{
    /// <summary>
    /// The sum so far and these losses. In a method with calls the sum would be kept in memory, and each addition would wait for it.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double Add(double total, ReadOnlySpan<double> losses)
    {
        foreach (double loss in losses)
        {
            total += loss;
        }

        return total;
    }
}
