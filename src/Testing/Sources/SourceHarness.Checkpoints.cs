using FlowActors.Operators;

namespace FlowActors.Testing;

public sealed partial class SourceHarness<T>
{
    private readonly SortedDictionary<long, SourceSnapshot<T>> _pending = [];
    private readonly Dictionary<int, List<StreamElement>> _emitted = [];
    private readonly IReadOnlyList<byte[]>[] _completed;
    private readonly HashSet<long> _ended = [];
    private IReadOnlyList<EventTimeState> _completedTimes = [];
    private long _checkpoint;

    /// <summary>
    /// Takes a checkpoint between two records: the enumerator's part first, then each reader's, once it has what was assigned to it by then.
    /// The source may go on; whether the checkpoint completes is up to the test.
    /// </summary>
    /// <exception cref="OperatorFailedException">The enumerator or a reader threw, or what they keep cannot be serialized.</exception>
    public SourceSnapshot<T> Snapshot()
    {
        CheckUsable();
        return Try(() =>
        {
            Settle();
            var checkpoint = ++_checkpoint;
            var (state, assigned) = _enumerator.Snapshot(checkpoint);
            for (var s = 0; s < Parallelism; s++)
            {
                if (_readers[s].Received >= assigned[s]) continue;
                throw new InvalidOperationException($"The reader of subtask {s} has {_readers[s].Received} of {assigned[s]} splits, and nothing brings the others.");
            }

            var parts = _readers.Select(r => r.Snapshot(checkpoint)).ToArray();
            var snapshot = new SourceSnapshot<T>(
                _node, _settings with { Clock = Clock }, checkpoint, _attempt, state, [.. parts.Select(p => p.Splits)], [.. parts.SelectMany(p => p.EventTime)]);
            _pending[checkpoint] = snapshot;
            Settle();
            return snapshot;
        });
    }

    /// <summary>A checkpoint is durable: enumerator and readers are told so, and a reader that is lost goes on from it.</summary>
    /// <param name="checkpointId">That of a snapshot; again, or of the one that this harness was restored from, only tells them.</param>
    /// <exception cref="ArgumentException">There is no such checkpoint, or it was aborted.</exception>
    public void CompleteCheckpoint(long checkpointId)
    {
        CheckUsable();
        if (!_pending.TryGetValue(checkpointId, out var completed) && (checkpointId > _checkpoint || _ended.Contains(checkpointId)))
            throw new ArgumentException($"There is no checkpoint {checkpointId} that could complete: take it by Snapshot; one that was aborted has ended.", nameof(checkpointId));
        Try(() =>
        {
            for (var s = 0; s < Parallelism && completed is not null; s++) _completed[s] = completed.Splits[s];
            _completedTimes = completed?.EventTime ?? _completedTimes;
            foreach (var earlier in _pending.Keys.Where(c => c <= checkpointId).ToList()) _pending.Remove(earlier);
            _enumerator.CheckpointComplete(checkpointId);
            foreach (var reader in _readers) reader.CheckpointComplete(checkpointId);
            Settle();
        });
    }

    /// <summary>A checkpoint will never complete: enumerator and readers are told so.</summary>
    /// <param name="checkpointId">That of a snapshot.</param>
    /// <exception cref="ArgumentException">There is no such checkpoint under way.</exception>
    public void AbortCheckpoint(long checkpointId)
    {
        CheckUsable();
        if (!_pending.ContainsKey(checkpointId)) throw new ArgumentException($"Checkpoint {checkpointId} is not under way.", nameof(checkpointId));
        Try(() => Abort(checkpointId));
    }

    /// <summary>
    /// Loses the reader of one subtask, as where its node dies: checkpoints under way are aborted, its splits that no completed checkpoint
    /// holds go back to the enumerator, and a new reader, of the next attempt, begins with those of the last completed checkpoint. What the
    /// lost one has emitted since then is emitted again; <see cref="Output"/> has both.
    /// </summary>
    /// <param name="subtask">The subtask, from 0.</param>
    /// <exception cref="OperatorFailedException">The enumerator or a reader threw.</exception>
    public void LoseReader(int subtask)
    {
        CheckSubtask(subtask);
        CheckUsable();
        Try(() =>
        {
            foreach (var checkpoint in _pending.Keys.ToList()) Abort(checkpoint);
            var lost = _readers[subtask];
            lost.Dispose();
            if (!_emitted.TryGetValue(subtask, out var emitted)) _emitted.Add(subtask, emitted = []);
            emitted.AddRange(lost.Output);
            _enumerator.Lose(subtask, lost.Attempt);
            _attempt++;
            Open(subtask);
            Settle();
            // It is the turn of the new one, to read what the lost one had read.
            _turn = subtask;
        });
    }

    private void Abort(long checkpoint)
    {
        _pending.Remove(checkpoint);
        _ended.Add(checkpoint);
        _enumerator.CheckpointAborted(checkpoint);
        foreach (var reader in _readers) reader.CheckpointAborted(checkpoint);
        Settle();
    }
}
