namespace MlpFast.Kernels;

/// <summary>
/// A row-major matrix in a span, whose rows begin so many floats apart: as many as it has columns, or more where there are gaps between them.
/// </summary>
internal readonly ref struct Matrix
{
    private readonly Span<float> _elements;

    /// <summary>Rows side by side, as many as the span holds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The last row is not whole.</exception>
    public Matrix(Span<float> elements, int columns)
    {
        _elements = elements;
        Rows = Bounds.WholeRows(elements.Length, columns);
        Columns = columns;
        Stride = columns;
    }

    /// <summary>So many rows in a span, which may end with the last row's columns or later.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The span does not hold them, or they overlap.</exception>
    public Matrix(Span<float> elements, int rows, int columns, int stride)
    {
        Bounds.RequireRows(elements.Length, rows, columns, stride);
        _elements = elements;
        Rows = rows;
        Columns = columns;
        Stride = stride;
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>Floats from the beginning of a row to that of the next one.</summary>
    public int Stride { get; }

    /// <summary>Whether the elements lie side by side.</summary>
    public bool IsDense => Stride == Columns || Rows == 1;

    /// <summary>All the elements, with what lies in the gaps.</summary>
    public Span<float> Elements => _elements;
}

/// <summary>A <see cref="Matrix"/> that is only read.</summary>
internal readonly ref struct ReadOnlyMatrix
{
    private readonly ReadOnlySpan<float> _elements;

    /// <inheritdoc cref="Matrix(Span{float}, int)"/>
    public ReadOnlyMatrix(ReadOnlySpan<float> elements, int columns)
    {
        _elements = elements;
        Rows = Bounds.WholeRows(elements.Length, columns);
        Columns = columns;
        Stride = columns;
    }

    /// <inheritdoc cref="Matrix(Span{float}, int, int, int)"/>
    public ReadOnlyMatrix(ReadOnlySpan<float> elements, int rows, int columns, int stride)
    {
        Bounds.RequireRows(elements.Length, rows, columns, stride);
        _elements = elements;
        Rows = rows;
        Columns = columns;
        Stride = stride;
    }

    /// <summary>Not checked again, as the matrix has been.</summary>
    private ReadOnlyMatrix(Matrix matrix)
    {
        _elements = matrix.Elements;
        Rows = matrix.Rows;
        Columns = matrix.Columns;
        Stride = matrix.Stride;
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <inheritdoc cref="Matrix.Stride"/>
    public int Stride { get; }

    /// <inheritdoc cref="Matrix.IsDense"/>
    public bool IsDense => Stride == Columns || Rows == 1;

    /// <inheritdoc cref="Matrix.Elements"/>
    public ReadOnlySpan<float> Elements => _elements;

    public static implicit operator ReadOnlyMatrix(Matrix matrix) => new(matrix);
}
