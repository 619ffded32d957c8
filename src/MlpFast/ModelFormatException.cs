namespace MlpFast;

/// <summary>
/// A model file is malformed: the one exception that <see cref="Model.Load(string)"/> and its overloads throw for bytes that are not a
/// model. The message names what was expected and what was found. A missing or unreadable file keeps its own exception.
/// </summary>
public sealed class ModelFormatException : Exception
{
    /// <summary>Creates the exception with a general message.</summary>
    public ModelFormatException()
        : base("Expected a model file, but the bytes are malformed.")
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What was expected and what was found.</param>
    public ModelFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    /// <param name="message">What was expected and what was found.</param>
    /// <param name="innerException">The exception that led to this one.</param>
    public ModelFormatException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
