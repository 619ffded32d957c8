namespace MlpFast;

/// <summary>
/// Predicts batches on several threads: the calling one and others of its own, each with its part of the samples. The results have the bits
/// that the <see cref="MlpFast.Network"/> alone gives.
/// </summary>
/// <remarks>
/// <para>
/// Each thread keeps room for intermediate results, which grows with the largest part that it has had; beside it nothing is allocated. Idle
/// threads wait without using a core after some tens of microseconds, until <see cref="Dispose"/> ends them.
/// </para>
/// <para>
/// Not thread-safe: one call at a time. Where many threads predict at once, each calls <see cref="Network.Predict"/>, or has a predictor of
/// its own over the same network. Writing parameters during a prediction is a race.
/// </para>
/// </remarks>
public sealed class Predictor : IDisposable
{
    private readonly WorkerTeam _team;
    private readonly SharedPrediction<float> _outputs;
    private readonly SharedPrediction<int> _classes;
    private bool _disposed;

    /// <summary>Creates a predictor and starts its threads.</summary>
    /// <param name="network">The network; the predictor refers to it and does not copy it.</param>
    /// <param name="threads">
    /// Threads that share the samples of a batch, the calling one included, at least 1. The result does not depend on it, and batches too
    /// small to gain stay on the calling thread.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no thread.</exception>
    public Predictor(Network network, int threads)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Network = network;
        _team = new WorkerTeam(threads);
        _outputs = new SharedPrediction<float>(network, _team, network.Outputs, Inference.Predict);
        _classes = new SharedPrediction<int>(network, _team, columns: 1, Inference.PredictClasses);
    }

    /// <summary>The network that predicts.</summary>
    public Network Network { get; }

    /// <summary>Computes the outputs of a batch of samples, as <see cref="Network.Predict"/> does.</summary>
    /// <param name="samples">Row-major [samples × inputs], any number of samples.</param>
    /// <param name="destination">Receives the outputs, row-major [samples × outputs].</param>
    /// <exception cref="ArgumentException">
    /// A length does not fit, or <paramref name="destination"/> overlaps <paramref name="samples"/> or the network's parameters.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The predictor has been disposed.</exception>
    public void Predict(ReadOnlySpan<float> samples, Span<float> destination)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Network.RequireOutputs(samples, destination);
        _outputs.Run(samples, destination);
    }

    /// <summary>Finds the classes of a batch of samples, as <see cref="Network.PredictClasses"/> does.</summary>
    /// <param name="samples">Row-major [samples × inputs], any number of samples.</param>
    /// <param name="destination">Receives for each sample the index of its largest output, [samples].</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    /// <exception cref="ObjectDisposedException">The predictor has been disposed.</exception>
    public void PredictClasses(ReadOnlySpan<float> samples, Span<int> destination)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Network.RequireClasses(samples, destination);
        _classes.Run(samples, destination);
    }

    /// <summary>
    /// Ends the predictor's threads and waits until they have ended. The network stays as it is. The predictor then refuses to predict:
    /// <see cref="ObjectDisposedException"/>.
    /// </summary>
    public void Dispose()
    {
        _disposed = true;
        _team.Dispose();
    }
}
