using System.Text.RegularExpressions;
using System.Xml.Linq;
using MlpFast.Kernels;
using Xunit;

namespace MlpFast.Tests.Architecture;

/// <summary>
/// The layers of the library, held by reading its sources: kernels know nothing above them, and only they touch memory unchecked.
/// </summary>
public sealed class LayeringTests
{
    private static readonly string Library = Repository.PathOf("src/MlpFast");

    private static readonly string Kernels = Path.Combine(Library, "Kernels");

    /// <summary>Reads and writes its bytes as numbers; nothing else outside the kernels may.</summary>
    private static readonly string ModelFiles = Path.Combine(Library, "Safetensors");

    private static readonly Regex UncheckedMemoryOrVectors = Pattern(
        @"\bunsafe\b|\bUnsafe\.|\bSystem\.Runtime\.Intrinsics\b|\bSystem\.Numerics\.Vector|\bVector(64|128|256|512)?[<.]");

    private static readonly Regex BytesAsNumbers = Pattern(@"\bMemoryMarshal\b");

    private static readonly Regex Comment = Pattern("//.*$");

    [Fact]
    public void Kernels_mention_no_type_of_the_layers_above()
    {
        string[] above = [.. typeof(Network).Assembly.GetTypes()
            .Where(type => string.Equals(type.Namespace, "MlpFast", StringComparison.Ordinal) && !type.IsNested)
            .Where(type => type != typeof(Activation))
            .Select(type => type.Name)];
        Assert.Equal(3, above.Count(name => name is nameof(Network) or nameof(ParameterLayout) or nameof(Trainer)));
        RequireNone(Sources(Kernels), Pattern($@"\b({string.Join('|', above)})\b"));
    }

    [Fact]
    public void Kernels_are_in_their_namespace()
    {
        Assert.All(Sources(Kernels), file => Assert.Contains("namespace MlpFast.Kernels;", Code(file), StringComparison.Ordinal));
        Assert.Equal("MlpFast.Kernels", typeof(KernelSet).Namespace);
    }

    [Fact]
    public void Nothing_but_kernels_reaches_past_bounds_or_into_vectors()
    {
        string[] others = [.. Sources(Library).Where(file => !IsIn(Kernels, file))];
        RequireNone(others, UncheckedMemoryOrVectors);
        RequireNone([.. others.Where(file => !IsIn(ModelFiles, file))], BytesAsNumbers);
    }

    [Fact]
    public void The_library_depends_on_the_tensor_primitives_alone()
    {
        var project = XDocument.Load(Path.Combine(Library, "MlpFast.csproj"));
        XElement package = Assert.Single(project.Descendants("PackageReference"));
        Assert.Equal("System.Numerics.Tensors", package.Attribute("Include")?.Value);
        Assert.Empty(project.Descendants("ProjectReference"));
        Assert.Empty(project.Descendants("Reference"));
        Assert.All(
            typeof(Network).Assembly.GetReferencedAssemblies(),
            reference => Assert.StartsWith("System.", reference.Name, StringComparison.Ordinal));
    }

    private static Regex Pattern(string expression) => new(expression, RegexOptions.NonBacktracking | RegexOptions.Multiline);

    private static void RequireNone(string[] files, Regex forbidden)
    {
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.True(
            !forbidden.IsMatch(Code(file)), $"{file} mentions {forbidden.Match(Code(file)).Value}."));
    }

    private static string[] Sources(string folder)
    {
        string[] generated = [Path.Combine(Library, "obj"), Path.Combine(Library, "bin")];
        IEnumerable<string> files = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories);
        return [.. files.Where(file => !generated.Any(other => IsIn(other, file)))];
    }

    private static bool IsIn(string folder, string file) => file.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string Code(string file) => Comment.Replace(File.ReadAllText(file), string.Empty);
}
