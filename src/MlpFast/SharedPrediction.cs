using MlpFast.Kernels;

namespace MlpFast;

/// <summary>
/// One kind of prediction, the rows of a batch shared out among the threads of a team. By the order rule the shares change no bit.
/// </summary>
/// <typeparam name="T">An element of what is predicted.</typeparam>
internal sealed class SharedPrediction<T>
    where T : unmanaged
{
    /// <summary>Samples times parameters below which a batch stays on the calling thread.</summary>
    private const long WorkThatPays = 1_000_000;

    private readonly Network _network;
    private readonly WorkerTeam _team;
    private readonly int _columns;
    private readonly Action<Network, ReadOnlySpan<float>, Span<T>> _predict;
    private readonly Action<int> _predictShare;

    // The batch: fields, for the threads to read.
    private SharedSpan<float> _samples;
    private SharedSpan<T> _destination;
    private int _rows;

    /// <param name="network">The network.</param>
    /// <param name="team">The threads, which other predictions may use in turn.</param>
    /// <param name="columns">Elements that a sample gets of the destination.</param>
    /// <param name="predict">Predicts samples on the thread that calls it.</param>
    public SharedPrediction(Network network, WorkerTeam team, int columns, Action<Network, ReadOnlySpan<float>, Span<T>> predict)
    {
        _network = network;
        _team = team;
        _columns = columns;
        _predict = predict;
        _predictShare = PredictShare;
    }

    /// <summary>samples [rows × inputs] → destination [rows × columns].</summary>
    public void Run(ReadOnlySpan<float> samples, Span<T> destination)
    {
        _rows = destination.Length / _columns;
        if (Math.Min(_rows, _team.Threads) > 1 && (long)_rows * _network.Layout.ParameterCount >= WorkThatPays)
        {
            RunShared(samples, destination);
        }
        else
        {
            _predict(_network, samples, destination);
        }
    }

    private void RunShared(ReadOnlySpan<float> samples, Span<T> destination)
    {
        try
        {
            SharedSpan.Run(samples, [], destination, this, static (self, x, _, y) =>
            {
                (self._samples, self._destination) = (x, y);
                self._team.Run(self._predictShare);
            });
        }
        finally
        {
            (_samples, _destination) = (default, default); // Their memory is no longer pinned.
        }
    }

    private void PredictShare(int part)
    {
        (int first, int rows) = Partition.Part(_rows, part, _team.Threads);
        _predict(
            _network,
            _samples.Span.Slice(first * _network.Inputs, rows * _network.Inputs),
            _destination.Span.Slice(first * _columns, rows * _columns));
    }
}
