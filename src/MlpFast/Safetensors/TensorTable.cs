namespace MlpFast.Safetensors;

/// <summary>Checks that the tensors of a file are those of a network, each once and of its shape, and that they tile the data.</summary>
internal static class TensorTable
{
    /// <summary>Leaves the tensors in the order in which they lie in the data.</summary>
    public static void Require(List<StoredTensor> tensors, ParameterLayout layout)
    {
        tensors.Sort((first, second) => first.Index.CompareTo(second.Index));
        RequireNames(tensors, ParameterTensor.Count(layout));
        foreach (StoredTensor tensor in tensors)
        {
            RequireShape(tensor, ParameterTensor.At(layout, tensor.Index));
        }

        tensors.Sort((first, second) => first.Begin.CompareTo(second.Begin));
        RequireTiling(tensors);
    }

    private static void RequireNames(List<StoredTensor> tensors, int count)
    {
        for (int i = 0; i < Math.Max(tensors.Count, count); i++)
        {
            int index = i < tensors.Count ? tensors[i].Index : int.MaxValue;
            if (index < i)
            {
                throw new ModelFormatException($"Expected tensor '{tensors[i].Name}' once, but it is there again.");
            }

            if (i >= count)
            {
                throw new ModelFormatException($"Expected the tensors of {count / 2} layers, but got '{tensors[i].Name}' as well.");
            }

            if (index > i)
            {
                throw new ModelFormatException($"Expected tensor '{ParameterTensor.NameOf(i)}', but it is missing.");
            }
        }
    }

    private static void RequireShape(StoredTensor tensor, ParameterTensor expected)
    {
        if (tensor.Rows != expected.Rows || tensor.Columns != expected.Columns)
        {
            throw new ModelFormatException(
                $"Expected tensor '{tensor.Name}' of {expected.Rows} × {expected.Columns} elements, "
                + $"but got {tensor.Rows} × {tensor.Columns}.");
        }
    }

    private static void RequireTiling(List<StoredTensor> tensors)
    {
        long end = 0;
        foreach (StoredTensor tensor in tensors)
        {
            if (tensor.Begin != end)
            {
                throw new ModelFormatException(
                    $"Expected tensor '{tensor.Name}' to begin at byte {end}, where the data before it ends, but got {tensor.Begin}.");
            }

            end = tensor.End;
        }
    }
}
