using MlpFast.Kernels;
using Xunit;

namespace MlpFast.Tests.Kernels;

public sealed class RowStrideTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(511, 511)]
    [InlineData(512, 560)]
    [InlineData(513, 513)]
    [InlineData(1024, 1072)]
    public void Rows_lie_an_odd_number_of_lines_further_apart_where_they_would_share_sets_of_a_cache(int columns, int stride) =>
        Assert.Equal(stride, RowStride.Of(columns));

    [Theory]
    [InlineData(0, 16)]
    [InlineData(1, 16)]
    [InlineData(16, 16)]
    [InlineData(17, 48)]
    [InlineData(1024, 1040)]
    [InlineData(1025, 1040)]
    public void Rows_of_a_copy_lie_an_odd_number_of_lines_apart(int columns, int stride) =>
        Assert.Equal(stride, RowStride.Spreading(columns));
}
