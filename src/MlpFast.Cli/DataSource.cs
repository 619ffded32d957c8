using System.IO.Compression;

namespace MlpFast.Cli;

/// <summary>Where a table is read from: a CSV file, or a data set that the tool carries. It can be opened any number of times.</summary>
internal sealed class DataSource
{
    private const string Digits = "digits";

    private const string DigitsAttribution =
        "\"Optical Recognition of Handwritten Digits\", E. Alpaydin and C. Kaynak, 1998, UCI Machine Learning Repository, CC BY 4.0";

    private readonly Func<Stream> _open;

    private DataSource(string name, string? path, Func<Stream> open)
    {
        Name = name;
        FilePath = path;
        _open = open;
    }

    /// <summary>The name as the user gave it.</summary>
    public string Name { get; }

    /// <summary>The file's full path; <see langword="null"/> for a data set that the tool carries.</summary>
    public string? FilePath { get; }

    /// <summary>Whom to name when the data are shown; <see langword="null"/> for a file.</summary>
    public string? Attribution => FilePath is null ? DigitsAttribution : null;

    /// <summary>Finds a table by the name the user gave. A file of that name wins over a data set of the tool.</summary>
    public static DataSource Find(string name)
    {
        if (File.Exists(name))
        {
            string path = Path.GetFullPath(name);
            return new DataSource(name, path, () => OpenFile(name, path));
        }

        return name is Digits
            ? new DataSource(name, path: null, OpenDigits)
            : throw new UserErrorException(
                Directory.Exists(name)
                    ? $"{name}: expected a CSV file, but it is a directory."
                    : $"{name}: expected a CSV file, or {Digits} for the data set that the tool carries, but there is no such file.");
    }

    /// <summary>Opens the table's text from its beginning.</summary>
    public Stream Open() => _open();

    private static FileStream OpenFile(string name, string path)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        bool isPipeOrDevice = !stream.CanSeek || (stream.Length == 0 && stream.ReadByte() >= 0);
        if (!isPipeOrDevice)
        {
            return stream;
        }

        stream.Dispose();
        throw new UserErrorException($"{name}: expected a regular file, since it is read more than once, but it is a pipe or a device.");
    }

    private static GZipStream OpenDigits() =>
        new(typeof(DataSource).Assembly.GetManifestResourceStream("digits.csv.gz")!, CompressionMode.Decompress);
}
