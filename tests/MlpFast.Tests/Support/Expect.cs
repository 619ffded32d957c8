using Xunit;

namespace MlpFast.Tests.Support;

/// <summary>Errors that say what was expected and what came.</summary>
internal static class Expect
{
    /// <summary>Requires an exception of exactly this type, whose message has all of the given parts.</summary>
    public static void Error<TException>(Action action, params string[] parts)
        where TException : Exception
    {
        string message = Assert.Throws<TException>(action).Message;
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    /// <summary>The same of an expression, whatever its value would be.</summary>
    public static void Error<TException>(Func<object?> expression, params string[] parts)
        where TException : Exception => Error<TException>(() => { _ = expression(); }, parts);
}
