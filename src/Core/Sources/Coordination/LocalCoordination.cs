namespace FlowActors.Sources.Coordination;

/// <summary>
/// The enumerator of a source in the process of its readers, without a runtime between them: whatever somebody says is answered at once.
/// Safe from any thread; one call at a time.
/// </summary>
internal sealed class LocalCoordination : IDisposable
{
    private readonly Queue<Action> _posted = new();
    private readonly Action<SplitAnswer> _answer;
    private readonly CancellationTokenSource _closed = new();
    private readonly Lock _lock = new();
    private readonly SourceCoordination _coordination;
    private bool _isBusy;

    /// <param name="create">Makes the coordination.</param>
    /// <param name="surroundings">What it works with; how its calls run is set here.</param>
    /// <param name="answer">Brings an answer to its reader.</param>
    public LocalCoordination(
        Func<CoordinationSurroundings, SourceCoordination> create, CoordinationSurroundings surroundings, Action<SplitAnswer> answer)
    {
        _answer = answer;
        _coordination = create(surroundings with { Post = Post, Closed = _closed.Token });
        Post(() => _coordination.Start(null));
    }

    /// <summary>What a reader says.</summary>
    public void Hear(ReaderState state) => Post(() => _coordination.Hear(state));

    public void Dispose()
    {
        _closed.Cancel();
        Post(_coordination.Close);
        _closed.Dispose();
    }

    private void Post(Action action)
    {
        lock (_lock)
        {
            _posted.Enqueue(action);
            if (_isBusy) return;
            _isBusy = true;
            try
            {
                while (_posted.TryDequeue(out var next))
                {
                    next();
                    foreach (var answer in _coordination.TakeAnswers()) _answer(answer);
                }
            }
            finally
            {
                _isBusy = false;
            }
        }
    }
}
