using System.Diagnostics;
using MlpFast.Benchmarks.Workloads;

namespace MlpFast.Benchmarks.Peers;

/// <summary>
/// ONNX Runtime in Node. The module is looked for in the folders of NODE_PATH, in <c>node_modules</c> of the working folder, and in the
/// folder that <see cref="FolderVariable"/> names.
/// </summary>
/// <param name="name">Its name in options and results.</param>
/// <param name="doesTheWork">Not so with an empty model, which shows what a call from Node costs.</param>
internal sealed class NodePeer(string name, bool doesTheWork) : IPeer
{
    private const string FolderVariable = "MLPFAST_NODE_MODULES";

    private const string Module = "onnxruntime-node";

    private const string Overhead = "overhead";

    private static readonly Lazy<string?> Installed = new(FindVersion);

    public static IReadOnlyList<NodePeer> All { get; } =
        [new("ONNX Runtime", doesTheWork: true), new("ONNX Runtime, empty model", doesTheWork: false)];

    public string Name => name;

    public string? Version => Installed.Value is string version ? $"{Module} {version}" : null;

    public string Installation => $"npm install --ignore-scripts {Module}";

    public bool DoesTheWork => doesTheWork;

    public bool Supports(Workload workload) => workload is InferenceWorkload;

    public IContender Start(Workload workload, int threads)
    {
        string[] arguments = doesTheWork ? [] : [Overhead];
        ProcessStartInfo command = Node(Tool.Candidates("node").First(), [Tool.PeerFile("onnxruntime_peer.js"), .. arguments]);
        return new PeerProcess(command, workload, threads);
    }

    private static string? FindVersion() =>
        Tool.Candidates("node").FirstOrDefault() is string node
            ? Tool.Output(Node(node, ["-p", $"require('{Module}') && require('{Module}/package.json').version"]))
            : null;

    private static ProcessStartInfo Node(string node, string[] arguments)
    {
        string?[] folders =
        [
            Environment.GetEnvironmentVariable("NODE_PATH"),
            Path.GetFullPath("node_modules"),
            Environment.GetEnvironmentVariable(FolderVariable),
        ];
        return new ProcessStartInfo(node, arguments)
        {
            Environment = { ["NODE_PATH"] = string.Join(Path.PathSeparator, folders.Where(folder => !string.IsNullOrEmpty(folder))) },
        };
    }
}
