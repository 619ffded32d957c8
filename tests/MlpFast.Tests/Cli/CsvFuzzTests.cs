using System.Text;
using MlpFast.Cli;
using MlpFast.Tests.ModelFiles;
using Xunit;

namespace MlpFast.Tests.Cli;

/// <summary>Tables damaged at random: read, or refused with the one exception, never anything else.</summary>
public sealed class CsvFuzzTests : IDisposable
{
    private static readonly byte[] Characters = [.. "0123456789.-+eE,;\t|\"\r\n #abN"u8, 0, 0x80, 0xC3, 0xEF, 0xFF];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("x,y,side\n0.5,0.25,over\n1,2,\"un\"\"der\"\n3,4,over\n5,6,under\n")]
    [InlineData("0.5;0.25;1.5\n1;2;2.5\n3;4;7\n5;6;8.25\n")]
    [InlineData("\uFEFFa\tb\r\n1\t1\r\n2\t0\r\n3\t1\r\n4\t0\r\n")]
    public void A_damaged_table_is_read_or_refused(string table)
    {
        byte[] original = Encoding.UTF8.GetBytes(table);
        string path = _folder.PathOf("table.csv");
        var random = new RandomSource(11);
        int refused = 0;
        const int Tables = 3000;
        for (int i = 0; i < Tables; i++)
        {
            File.WriteAllBytes(path, Damage(original, random));
            try
            {
                TrainingData data = TrainingData.Read(DataSource.Find(path), new TrainOptions { Data = path }, start: null);
                Assert.Equal(data.Set.Count * data.Set.FeatureCount, data.Set.Features.Length);
                Assert.DoesNotContain(data.Set.Features, feature => !float.IsFinite(feature));
            }
            catch (UserErrorException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1, Tables - 1);
    }

    private static byte[] Damage(byte[] original, RandomSource random)
    {
        List<byte> bytes = [.. original];
        for (int change = random.Next(4); change >= 0; change--)
        {
            int at = random.Next(bytes.Count);
            byte character = Characters[random.Next(Characters.Length)];
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = character;
                    break;
                case 1:
                    bytes.Insert(at, character);
                    break;
                case 2 when bytes.Count > 1:
                    bytes.RemoveAt(at);
                    break;
                default:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - 1, random.Next(bytes.Count - at)));
                    break;
            }
        }

        return [.. bytes];
    }
}
