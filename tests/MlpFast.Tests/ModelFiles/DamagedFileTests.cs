using System.Buffers.Binary;
using Xunit;

namespace MlpFast.Tests.ModelFiles;

/// <summary>Damage of every kind to a well-formed file is refused, or gives a model that is as good as any.</summary>
public sealed class DamagedFileTests
{
    private const int Mutations = 20_000;

    private static readonly ModelSource[] SourcesInMemory = [ModelSource.Span, ModelSource.UnseekableStream];

    [Fact]
    public void A_file_cut_short_is_refused_at_every_length()
    {
        byte[] file = ModelBytes.Save(ModelBytes.CreateModel());
        for (int length = 0; length < file.Length; length++)
        {
            foreach (ModelSource source in Loading.Sources)
            {
                Assert.Contains("the file ends after", Loading.Refuse(source, file[..length]), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_file_that_goes_on_is_refused()
    {
        byte[] file = ModelBytes.Save(ModelBytes.CreateModel());
        foreach (ModelSource source in Loading.Sources)
        {
            Assert.Contains("but more bytes follow", Loading.Refuse(source, [.. file, .. file]), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_stream_that_ends_before_its_own_length_is_refused()
    {
        byte[] file = ModelBytes.Save(ModelBytes.CreateModel());
        using var stream = new OverstatedStream(file[..^5], file.Length);

        string message = Assert.Throws<ModelFormatException>(() => Model.Load(stream)).Message;

        Assert.Contains("ended after", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_changes_lead_to_a_refusal_or_a_sound_model()
    {
        var random = new Random(20_240_229);
        byte[] original = ModelBytes.Save(ModelBytes.CreateModel());
        int loaded = 0;
        for (int i = 0; i < Mutations; i++)
        {
            byte[] file = Mutate(original, random);
            foreach (ModelSource source in SourcesInMemory)
            {
                if (Loading.TryLoad(source, file, out Model? model) is null)
                {
                    loaded++;
                    byte[] saved = ModelBytes.Save(model!);
                    Assert.Equal(saved, ModelBytes.Save(Loading.Load(source, saved)));
                }
            }
        }

        // Most changes are refused, but enough are not for the sound models to be probed too.
        Assert.InRange(loaded, Mutations / 20, Mutations / 2);
    }

    /// <summary>Changes a few bytes anywhere, with the header's length following or not.</summary>
    private static byte[] Mutate(byte[] original, Random random)
    {
        var file = new List<byte>(original);
        int changes = 1 + random.Next(3);
        for (int i = 0; i < changes; i++)
        {
            Change(file, random.Next(file.Count), random);
        }

        byte[] changed = [.. file];
        if (random.Next(4) > 0)
        {
            BinaryPrimitives.WriteInt64LittleEndian(changed, changed.Length - sizeof(ulong) - ModelBytes.DataLength);
        }

        return changed;
    }

    private static void Change(List<byte> file, int position, Random random)
    {
        ReadOnlySpan<byte> telling = "0123456789-.,:[]{}\"\\ eutn"u8;
        byte value = random.Next(2) == 0 ? telling[random.Next(telling.Length)] : (byte)random.Next(256);
        switch (random.Next(4))
        {
            case 0:
                file[position] = value;
                break;
            case 1:
                file[position] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                file.Insert(position, value);
                break;
            default:
                file.RemoveAt(position);
                break;
        }
    }

    /// <summary>A file that shrinks while it is read.</summary>
    private sealed class OverstatedStream(byte[] bytes, long length) : MemoryStream(bytes)
    {
        public override long Length => length;
    }
}
