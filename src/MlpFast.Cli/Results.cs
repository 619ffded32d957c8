using System.Text.Json.Serialization;

namespace MlpFast.Cli;

/// <summary>What <c>mlpfast train --json</c> prints.</summary>
/// <param name="FinalTrainingLoss">Mean loss over the last epoch; nothing if training was interrupted before the first batch.</param>
/// <param name="Test">The score of the held-out part; nothing if none was held out.</param>
/// <param name="Seconds">Time spent training, without reading, scoring and showing.</param>
/// <param name="SamplesPerSecond">Samples trained on in one of these seconds.</param>
/// <param name="Epochs">Epochs finished.</param>
/// <param name="Seed">The seed of the run.</param>
/// <param name="Model">Where the model was written.</param>
/// <param name="Interrupted">Whether Ctrl-C ended the run early.</param>
internal sealed record TrainResult(
    double? FinalTrainingLoss,
    Score? Test,
    double Seconds,
    double SamplesPerSecond,
    int Epochs,
    ulong Seed,
    string Model,
    bool Interrupted);

/// <summary>What <c>mlpfast evaluate --json</c> prints.</summary>
/// <param name="Test">The score of all samples.</param>
/// <param name="Model">The model's file.</param>
/// <param name="Data">The data.</param>
internal sealed record EvaluateResult(Score Test, string Model, string Data);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(TrainResult))]
[JsonSerializable(typeof(EvaluateResult))]
internal sealed partial class ResultContext : JsonSerializerContext;
