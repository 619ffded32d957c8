namespace MlpFast.Cli;

/// <summary>The values of a target column, a row each.</summary>
internal abstract record Target
{
    /// <summary>Those of the rows given.</summary>
    public abstract Target Select(int[] rows);
}

/// <summary>Classes: for each row an index into the labels.</summary>
internal sealed record ClassTarget(IReadOnlyList<string> Labels, int[] Classes) : Target
{
    public override Target Select(int[] rows) => this with { Classes = Array.ConvertAll(rows, row => Classes[row]) };

    /// <summary>The classes as a network's outputs, row-major [rows × labels]: 1 for a row's own class, 0 for the others.</summary>
    public float[] OneHot()
    {
        if ((long)Classes.Length * Labels.Count > Array.MaxLength)
        {
            throw new UserErrorException(
                $"Expected at most {Array.MaxLength / Classes.Length} classes for {Classes.Length} samples, but got {Labels.Count}.");
        }

        float[] outputs = new float[Classes.Length * Labels.Count];
        for (int row = 0; row < Classes.Length; row++)
        {
            outputs[(row * Labels.Count) + Classes[row]] = 1;
        }

        return outputs;
    }
}

/// <summary>Numbers, as they are in the file.</summary>
internal sealed record ValueTarget(float[] Values) : Target
{
    public override Target Select(int[] rows) => new ValueTarget(Array.ConvertAll(rows, row => Values[row]));
}
