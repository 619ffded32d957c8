namespace MlpFast.Tests.ModelFiles;

/// <summary>The ways in which the bytes of a model can be handed over.</summary>
public enum ModelSource
{
    Span,
    Stream,

    /// <summary>A stream that knows neither its length nor its position.</summary>
    UnseekableStream,

    Path,
}
