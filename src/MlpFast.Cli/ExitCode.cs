namespace MlpFast.Cli;

/// <summary>What the tool returns to the shell.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The user can put it right: options, files or data are not as expected. Nothing was written.</summary>
    public const int UserError = 2;

    /// <summary>Ctrl-C; as a shell reports signal 2.</summary>
    public const int Interrupted = 130;
}
