namespace MlpFast.Safetensors;

/// <summary>Writes a file so that its path holds either all of it or what was there before.</summary>
internal static class AtomicFile
{
    public static void Write(string path, Action<Stream> write)
    {
        // In the same folder, because only within a file system is a rename atomic.
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
