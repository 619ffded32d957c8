using System.Numerics.Tensors;
using System.Reflection;
using System.Runtime.InteropServices;
using MlpFast.Benchmarks.Contenders;
using MlpFast.Benchmarks.Workloads;

namespace MlpFast.Benchmarks.Peers;

/// <summary>Everyone that MlpFast is measured beside, and what each can do.</summary>
internal static class AllPeers
{
    private const string OneThread = "MlpFast, 1 thread";

    private static readonly IPeer[] Products =
    [
        new NativePeer("oneDNN", "product_peer.c", ["-DPEER_ONEDNN"], "dnnl", "libdnnl-dev", IsProductOrActivation),
        new NativePeer("OpenBLAS", "product_peer.c", ["-DPEER_OPENBLAS"], "openblas", "libopenblas-dev", IsProduct),
        new NativePeer("BLIS", "product_peer.c", ["-DPEER_BLIS"], "blis", "libblis-dev", IsProduct),
    ];

    private static readonly IPeer[] Python =
    [
        new PythonPeer("NumPy loop", "numpy", ["numpy_peer.py", "loop"], "python3-numpy", workload => workload is TrainingWorkload),
        new PythonPeer("NumPy batch", "numpy", ["numpy_peer.py", "batch"], "python3-numpy", workload => workload is not AccuracyWorkload),
        new PythonPeer("PyTorch", "torch", ["torch_peer.py"], "python3-torch", workload => workload is not ProductWorkload),
        new PythonPeer("scikit-learn", "sklearn", ["sklearn_peer.py"], "python3-sklearn", IsClassifier),
    ];

    private static readonly IPeer[] Networks =
    [
        new NativePeer("FANN", "fann_peer.c", [], "floatfann", "libfann-dev", IsAllSigmoid),
        .. NodePeer.All,
    ];

    private static readonly IPeer[] Managed =
    [
        new ManagedPeer<LoopArithmetic>(
            "C# loops",
            RuntimeInformation.FrameworkDescription,
            workload => workload is ProductWorkload or TrainingWorkload or InferenceWorkload),
        new ManagedPeer<TensorPrimitivesArithmetic>(
            "C# TensorPrimitives", $"System.Numerics.Tensors {TensorsVersion}", workload => workload is not AccuracyWorkload),
    ];

    private static readonly IPeer[] Own =
    [
        new OwnPeer(OneThread, IsSharedOut, (workload, _) => workload.Start(threads: 1)),
        new OwnPeer(
            "MlpFast, batch",
            workload => workload is TrainingWorkload { Style: UpdateStyle.PerSample },
            (workload, threads) => new TrainingContender((TrainingWorkload)workload with { Style = UpdateStyle.Batch }, threads)),
    ];

    public static IReadOnlyList<string> Names => [.. All.Select(peer => peer.Name)];

    private static IPeer[] All { get; } = [.. Products, .. Python, .. Networks, .. Managed, .. Own];

    private static string TensorsVersion =>
        typeof(TensorPrimitives).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Those that are others than ourselves with so many threads.</summary>
    public static IReadOnlyList<IPeer> For(int threads) =>
        [.. All.Where(peer => threads > 1 || !string.Equals(peer.Name, OneThread, StringComparison.Ordinal))];

    private static bool IsProduct(Workload workload) => workload is ProductWorkload;

    private static bool IsProductOrActivation(Workload workload) => workload is ProductWorkload or ActivationWorkload;

    /// <summary>Cross-entropy of a softmax; one activation for all hidden layers.</summary>
    private static bool IsClassifier(Workload workload) =>
        workload is NetworkWorkload network
        && network.Layers[^1].Activation == Activation.Softmax
        && network.Layers.SkipLast(1).DistinctBy(layer => layer.Activation).Count() == 1;

    private static bool IsAllSigmoid(Workload workload) =>
        workload is TrainingWorkload or InferenceWorkload
        && workload is NetworkWorkload network
        && network.Layers.All(layer => layer.Activation == Activation.Sigmoid);

    /// <summary>Where several threads share the work.</summary>
    private static bool IsSharedOut(Workload workload) =>
        workload is ProductWorkload { M: > 1 } or TrainingWorkload or InferenceWorkload { Batch: > 1 };
}
