using MlpFast.Benchmarks.Workloads;
using MlpFast.Kernels;

namespace MlpFast.Benchmarks.Contenders;

/// <summary>Our side of an <see cref="ActivationWorkload"/>.</summary>
internal sealed class ActivationContender(ActivationWorkload workload) : InProcess, IContender
{
    private readonly float[] _inputs = workload.CreateInputs();
    private readonly float[] _outputs = new float[workload.Length];

    public float[] State() => [.. _outputs];

    public override void Iterate()
    {
        if (workload.Function == Activation.Softmax)
        {
            KernelSet.Best.Softmax(_inputs, _outputs, _inputs.Length);
        }
        else
        {
            KernelSet.Best.Activate(_inputs, _outputs, workload.Function);
        }
    }
}
