using MlpFast.Benchmarks.Workloads;
using MlpFast.Kernels;

namespace MlpFast.Benchmarks.Contenders;

/// <summary>
/// Our side of an <see cref="ActivationWorkload"/>. The kernels work in place, so the input is copied first: element-wise functions take a
/// block at a time, which stays in the first-level cache; softmax takes the whole row.
/// </summary>
internal sealed class ActivationContender : InProcess, IContender
{
    private const int BlockLength = 4096;

    private readonly float[] _inputs;
    private readonly float[] _outputs;
    private readonly int _blockLength;
    private readonly Action<Span<float>> _activate;

    public ActivationContender(ActivationWorkload workload)
    {
        _inputs = workload.CreateInputs();
        _outputs = new float[workload.Length];
        _blockLength = workload.Function == Activation.Softmax ? workload.Length : BlockLength;
        _activate = InPlaceActivation.Of(KernelSet.Best, workload.Function);
    }

    public float[] State() => [.. _outputs];

    public override void Iterate()
    {
        for (int first = 0; first < _inputs.Length; first += _blockLength)
        {
            int count = Math.Min(_blockLength, _inputs.Length - first);
            Span<float> block = _outputs.AsSpan(first, count);
            _inputs.AsSpan(first, count).CopyTo(block);
            _activate(block);
        }
    }
}
