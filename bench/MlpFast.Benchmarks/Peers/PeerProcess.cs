using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using MlpFast.Benchmarks.Workloads;

namespace MlpFast.Benchmarks.Peers;

/// <summary>
/// A peer as a child process that stays alive, is sent a command a line and answers each with a line: <c>load FILE</c> (ready),
/// <c>run N</c> (the seconds it took), <c>save FILE</c> (saved). Its last argument is the number of threads.
/// </summary>
internal sealed class PeerProcess : IContender
{
    private static readonly string[] ThreadVariables =
        ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS", "DNNL_NUM_THREADS"];

    /// <summary>They choose OpenBLAS's kernels for another processor than this one.</summary>
    private static readonly string[] ProcessorVariables = ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mlpfast-peer-");
    private readonly Process _process;

    public PeerProcess(ProcessStartInfo command, Workload workload, int threads)
    {
        string number = threads.ToString(CultureInfo.InvariantCulture);
        command.ArgumentList.Add(number);
        foreach (string variable in ThreadVariables)
        {
            command.Environment[variable] = number;
        }

        foreach (string variable in ProcessorVariables)
        {
            command.Environment.Remove(variable);
        }

        command.RedirectStandardInput = true;
        command.RedirectStandardOutput = true;
        command.UseShellExecute = false;
        _process = Process.Start(command)!;
        try
        {
            Load(workload);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public double Run(int iterations) =>
        double.Parse(Ask(string.Create(CultureInfo.InvariantCulture, $"run {iterations}")), CultureInfo.InvariantCulture);

    public float[] State()
    {
        string path = Path.Combine(_folder.FullName, "state");
        Ask($"save {path}");
        return [.. MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path))];
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Load(Workload workload)
    {
        string path = Path.Combine(_folder.FullName, "workload");
        using (FileStream file = File.Create(path))
        {
            workload.Write(file);
        }

        Ask($"load {path}");
    }

    private string Ask(string command)
    {
        _process.StandardInput.WriteLine(command);
        return _process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException($"Expected an answer to “{command}”, but {_process.StartInfo.FileName} ended.");
    }
}
