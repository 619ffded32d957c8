using MlpFast.Benchmarks.Contenders;
using MlpFast.Benchmarks.Limits;

namespace MlpFast.Benchmarks.Workloads;

/// <summary>Which factor is transposed: the three products of a dense layer.</summary>
internal enum ProductForm
{
    /// <summary>A·B, as forward.</summary>
    Plain,

    /// <summary>Aᵀ·B, as the gradient of the weights.</summary>
    TransposedA,

    /// <summary>A·Bᵀ, as the gradient of the input.</summary>
    TransposedB,
}

/// <summary>C[M × N] = op(A)[M × K] · op(B)[K × N].</summary>
internal sealed record ProductWorkload(int M, int N, int K, ProductForm Form = ProductForm.Plain)
    : Workload($"product-{M}x{N}x{K}{Suffix(Form)}")
{
    public static new IReadOnlyList<ProductWorkload> All { get; } =
    [
        new(1, 30, 784),
        new(32, 30, 784),
        new(64, 128, 784),
        new(256, 512, 784),
        new(256, 1024, 1024),
        new(256, 1024, 1024, ProductForm.TransposedB),
        new(784, 128, 64, ProductForm.TransposedA),
        new(1, 1024, 1024),
        new(16, 16, 16),
        new(64, 64, 64),
        new(128, 10, 128),
        new(64, 128, 10, ProductForm.TransposedB),
        new(1024, 1024, 256, ProductForm.TransposedA),
        new(1024, 1024, 1024),
        new(2048, 2048, 2048),
    ];

    public override string Group => "products";

    public override string Task => $"{(Form == ProductForm.TransposedA ? "Aᵀ" : "A")}·{(Form == ProductForm.TransposedB ? "Bᵀ" : "B")}";

    /// <summary>A single row uses each element of B once, so that reading B is the work.</summary>
    public override Limit Limit => M == 1 ? Limit.Bytes((double)sizeof(float) * K * N) : Limit.Operations(Operations);

    public double Operations => 2.0 * M * N * K;

    public override IReadOnlyList<int> StateParts => [M * N];

    public override double Tolerance => 1e-4;

    protected override string Header =>
        $"product {M} {N} {K} {(Form == ProductForm.TransposedA ? 1 : 0)} {(Form == ProductForm.TransposedB ? 1 : 0)}";

    public override IContender Start(int threads) => new ProductContender(this, threads);

    public float[] CreateA() => Numbers.Uniform(M * K, seed: 1);

    public float[] CreateB() => Numbers.Uniform(K * N, seed: 2);

    protected override IEnumerable<float[]> Content() => [CreateA(), CreateB()];

    private static string Suffix(ProductForm form) =>
        form switch
        {
            ProductForm.TransposedA => "-ta",
            ProductForm.TransposedB => "-tb",
            _ => "",
        };
}
