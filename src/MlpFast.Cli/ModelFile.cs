namespace MlpFast.Cli;

/// <summary>Loads and saves model files; errors name the file.</summary>
internal static class ModelFile
{
    public static Model Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new UserErrorException($"{path}: expected a model file, but there is no such file.");
        }

        try
        {
            return Model.Load(path);
        }
        catch (ModelFormatException exception)
        {
            throw new UserErrorException($"{path}: {exception.Message}");
        }
    }

    public static void Save(Model model, string path)
    {
        try
        {
            model.Save(path);
        }
        catch (Exception exception) when (exception is InvalidOperationException or NotSupportedException)
        {
            throw new UserErrorException($"{path}: {exception.Message}");
        }
    }
}
