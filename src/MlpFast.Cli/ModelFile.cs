namespace MlpFast.Cli;

/// <summary>Loads and saves model files; errors name the file.</summary>
internal static class ModelFile
{
    public static Model Load(string path)
    {
        if (!File.Exists(path))
        {
            string found = Directory.Exists(path) ? "it is a directory" : "there is no such file";
            throw new UserErrorException($"{path}: expected a model file, but {found}.");
        }

        try
        {
            return Model.Load(path);
        }
        catch (ModelFormatException exception)
        {
            throw new UserErrorException($"{path}: not a model file, or a damaged one: {exception.Message}");
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
