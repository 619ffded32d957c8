namespace MlpFast.Cli;

/// <summary>Trains a network on prepared data and scores it on what is held out.</summary>
internal sealed class Learner : IDisposable
{
    public const int DefaultBatchSize = 32;
    public const float ClassificationRate = 0.1f;

    /// <summary>Much smaller, since the gradient of a squared error has no bound.</summary>
    public const float RegressionRate = 0.002f;

    private readonly TrainOptions _options;
    private readonly TrainingData _data;
    private readonly Loss _loss;
    private readonly Network _network;
    private readonly FeatureScaling? _featureScaling;
    private readonly TargetScaling _targetScaling;
    private readonly float[] _trainingFeatures;
    private readonly Target _trainingTarget;
    private readonly float[] _testFeatures;
    private readonly Target _testTarget;
    private readonly FitOptions _fitOptions;
    private readonly Predictor _predictor;

    public Learner(TrainOptions options, TrainingData data, Model? start)
    {
        _options = options;
        _data = data;
        _loss = Architecture.ChooseLoss(options, data.Target, start);
        _network = Architecture.Create(options, data.Set.FeatureCount, data.Target, _loss, start);
        _fitOptions = CreateFitOptions(options, data.Split.Training.Length);
        _trainingFeatures = data.Set.Select(data.Split.Training);
        _trainingTarget = data.Target.Select(data.Split.Training);
        _testFeatures = data.Set.Select(data.Split.Test);
        _testTarget = data.Target.Select(data.Split.Test);
        _featureScaling = ChooseFeatureScaling(start);
        _featureScaling?.Apply(_trainingFeatures, _trainingFeatures);
        _featureScaling?.Apply(_testFeatures, _testFeatures);
        _targetScaling = ChooseTargetScaling();
        if (start is not null)
        {
            _targetScaling.UnfoldFrom(_network);
        }

        Monitor = new TrainingMonitor(_targetScaling.Deviation * _targetScaling.Deviation, Validate);
        _predictor = Predictions.PredictorFor(_network, _testFeatures, options.Threads); // Last, as it starts threads.
    }

    /// <summary>Follows the training.</summary>
    public TrainingMonitor Monitor { get; }

    /// <summary>The model as it is to be saved.</summary>
    public Model Model => new(_network)
    {
        ClassLabels = _data.Target is ClassTarget classes ? classes.Labels : [],
        FeatureScaling = _featureScaling,
        FeatureNames = _data.FeatureNames,
        TargetName = _data.TargetName,
    };

    /// <summary>Trains to the end, or until asked to stop.</summary>
    /// <returns>Whether training came to its end.</returns>
    public bool Train(CancellationToken stop)
    {
        float learningRate = _options.LearningRate ?? (_data.Target is ClassTarget ? ClassificationRate : RegressionRate);
        using var trainer = new Trainer(
            _network, _loss, new StochasticGradientDescent(learningRate), _options.Reduction, _options.Threads);
        try
        {
            Monitor.Start();
            trainer.Fit(_trainingFeatures, Encode(_trainingTarget), _fitOptions, Monitor, stop);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (NotFiniteNumberException exception)
        {
            throw new UserErrorException(
                $"Training diverged in epoch {Monitor.FinishedEpochs + 1}; try a smaller --learning-rate. {exception.Message}");
        }
        finally
        {
            Monitor.Stop();
            _targetScaling.FoldInto(_network);
        }
    }

    /// <summary>The score of the held-out part; nothing if there is none.</summary>
    public Score? Test() => ScoreHeldOut(TargetScaling.None);

    public void Dispose() => _predictor.Dispose();

    private string Validate() => ScoreHeldOut(_targetScaling) switch
    {
        ClassificationScore classification => FormattableString.Invariant($"validation {classification.Accuracy:P1}  "),
        RegressionScore regression => FormattableString.Invariant($"validation RMSE {regression.RootMeanSquaredError:G4}  "),
        _ => "",
    };

    private Score? ScoreHeldOut(TargetScaling scaling)
    {
        if (_data.Split.Test.Length == 0)
        {
            return null;
        }

        float[] outputs = Predictions.Outputs(_predictor, _testFeatures);
        scaling.Restore(outputs);
        return Score.Of(outputs, _testTarget);
    }

    private static FitOptions CreateFitOptions(TrainOptions options, int samples)
    {
        int? batchSize = options.BatchSize is { } asked ? asked.Samples : Math.Min(DefaultBatchSize, samples);
        if (batchSize > samples)
        {
            throw new UserErrorException($"--batch-size: expected at most {samples}, all samples to train on, but got {batchSize}.");
        }

        return new FitOptions
        {
            Epochs = options.Epochs,
            BatchSize = batchSize,
            Order = options.Shuffle ? BatchOrder.Shuffled : BatchOrder.Sequential,
            Style = options.Style,
            Seed = options.Seed,
        };
    }

    private FeatureScaling? ChooseFeatureScaling(Model? start)
    {
        if (start?.FeatureScaling is { } given)
        {
            return _options.Scaling != Scaling.None
                ? given
                : throw new UserErrorException($"--scale: expected standard, since {_options.Init} scales its features, but got none.");
        }

        Scaling scaling = _options.Scaling ?? (start is null ? Scaling.Standard : Scaling.None);
        return scaling == Scaling.Standard ? FeatureScaling.Fit(_trainingFeatures, _data.Set.FeatureCount) : null;
    }

    /// <summary>A target is scaled where the features are and the output layer can take up the factors.</summary>
    private TargetScaling ChooseTargetScaling() =>
        _featureScaling is not null && _network.Layers[^1].Activation == Activation.Identity && _trainingTarget is ValueTarget values
            ? TargetScaling.Fit(values.Values)
            : TargetScaling.None;

    private float[] Encode(Target target) => target switch
    {
        ClassTarget classes => classes.OneHot(),
        ValueTarget values => _targetScaling.Apply(values.Values),
        _ => throw new InvalidOperationException($"Unexpected target {target}."),
    };
}
