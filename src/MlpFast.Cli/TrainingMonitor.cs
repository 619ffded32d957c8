using System.Diagnostics;

namespace MlpFast.Cli;

/// <summary>Follows training on its own thread: measures time, scores the held-out part after every epoch, and tells the display.</summary>
internal sealed class TrainingMonitor(double lossUnit, Func<string> validate) : IProgress<FitProgress>
{
    private readonly Stopwatch _training = new();
    private FitProgress _last;
    private string _validation = "";

    /// <summary>Told of every batch.</summary>
    public Action<TrainingStatus> Show { get; set; } = _ => { };

    /// <summary>Mean loss of the last epoch, as far as it went; nothing before the first batch.</summary>
    public double? Loss => _last.Batch > 0 ? _last.Loss * lossUnit : null;

    /// <summary>Number of epochs finished.</summary>
    public int FinishedEpochs => _last.Batch == 0 || _last.IsEpochEnd ? _last.Epoch : _last.Epoch - 1;

    /// <summary>Time spent training, without scoring and showing.</summary>
    public double Seconds => _training.Elapsed.TotalSeconds;

    /// <summary>Samples trained on in a second.</summary>
    public double SamplesPerSecond => _last.Batch > 0 ? _last.Samples / Seconds : 0;

    public void Start() => _training.Start();

    public void Stop() => _training.Stop();

    public void Report(FitProgress value)
    {
        _training.Stop();
        _last = value;
        if (value.IsEpochEnd)
        {
            _validation = validate();
        }

        Show(new TrainingStatus(value, value.Loss * lossUnit, _validation, SamplesPerSecond));
        _training.Start();
    }
}
