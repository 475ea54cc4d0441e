using System.Collections.Concurrent;
using FlowActors.Sources.Coordination;

namespace FlowActors.Testing;

/// <summary>The enumerator of a source in a harness: its calls run on the thread of whoever asks for them.</summary>
internal sealed class HarnessEnumerator : IDisposable
{
    private readonly string _operatorName;
    private readonly SourceCoordination _coordination;
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly Queue<ReaderState> _said = new();
    private readonly CancellationTokenSource _closed = new();
    private readonly Action _woken;
    private volatile bool _isClosed;

    /// <param name="node">The source.</param>
    /// <param name="settings">The surroundings.</param>
    /// <param name="clock">The processing time.</param>
    /// <param name="state">What it goes on from; null for the beginning.</param>
    /// <param name="woken">There is something to do; from any thread.</param>
    public HarnessEnumerator(Graph.StreamNode node, SourceHarnessSettings settings, TestClock clock, byte[]? state, Action woken)
    {
        _operatorName = node.Name;
        _woken = woken;
        SourceCoordination? made = null;
        Do("CreateEnumerator", () => made = node.CreateCoordination(new CoordinationSurroundings
        {
            JobName = HarnessContext.Job,
            OperatorName = node.Name,
            Parallelism = settings.Parallelism,
            Time = clock,
            Serializers = settings.Serializers,
            Post = Post,
            // A harness has no threads: what takes its time begins here, and may go on elsewhere.
            RunBlocking = action => action(),
            Closed = _closed.Token,
        }));
        _coordination = made!;
        try
        {
            Do("Start", () => _coordination.Start(state));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>A reader says something, which the enumerator hears later.</summary>
    public void Tell(ReaderState state) => _said.Enqueue(state);

    /// <summary>Does what there is to do.</summary>
    /// <param name="answer">Brings an answer to its reader.</param>
    /// <returns>True when there was something.</returns>
    public bool Work(Action<SplitAnswer> answer)
    {
        var did = false;
        while (true)
        {
            if (_posted.TryDequeue(out var action)) Do("a call that it has made", action);
            else if (_said.TryDequeue(out var state)) Do("what a reader says", () => _coordination.Hear(state));
            else return did;
            did = true;
            foreach (var next in _coordination.TakeAnswers()) answer(next);
        }
    }

    public void Lose(int subtask, int attempt) => Do("RemoveReader and AddSplitsBack", () => _coordination.Lose(subtask, attempt));

    public (byte[] State, IReadOnlyList<long> Assigned) Snapshot(long checkpoint)
    {
        (byte[], IReadOnlyList<long>) taken = ([], []);
        Do("Snapshot", () => taken = _coordination.Snapshot(checkpoint));
        return taken;
    }

    public void CheckpointComplete(long checkpoint) => Do("CheckpointComplete", () => _coordination.CheckpointComplete(checkpoint));

    public void CheckpointAborted(long checkpoint) => Do("CheckpointAborted", () => _coordination.CheckpointAborted(checkpoint));

    public void Dispose()
    {
        if (_isClosed) return;
        _isClosed = true;
        _closed.Cancel();
        Do("Close", _coordination.Close);
        _closed.Dispose();
    }

    private void Post(Action action)
    {
        if (_isClosed) return;
        _posted.Enqueue(action);
        _woken();
    }

    private void Do(string what, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e)
        {
            throw new OperatorFailedException(_operatorName, $"{what} of its enumerator", e);
        }
    }
}
