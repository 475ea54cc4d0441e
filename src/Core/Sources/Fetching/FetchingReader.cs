using System.Diagnostics.CodeAnalysis;
using FlowActors.Operators;

namespace FlowActors.Sources;

/// <summary>Emits what a <see cref="FetchLoop{T,TSplit}"/> fetches in the background, and knows how far each split was emitted.</summary>
internal sealed class FetchingReader<T, TSplit>(FetchingSource<T, TSplit> source) : SourceReader<T, TSplit>
    where TSplit : ISourceSplit
{
    private readonly Dictionary<string, OpenSplit<T, TSplit>> _open = [];
    private readonly CheckpointedSplits<TSplit> _checkpointed = new();
    private SourceReaderContext<T>? _context;
    private FetchLoop<T, TSplit>? _loop;
    private bool _isStarted;
    private FetchedRecords<T>? _batch;
    private int _run; // The run at hand.
    private int _next; // The record at hand.

    public override void Open(SourceReaderContext<T> context)
    {
        _context = context;
        Check(source.SplitsAtOnce, nameof(source.SplitsAtOnce));
        Check(source.RecordsPerFetchMax, nameof(source.RecordsPerFetchMax));
        _loop = new FetchLoop<T, TSplit>(source.CreateFetcher(context.Operator), source.RecordsPerFetchMax, context.Operator.Wake);
        for (var i = 0; i < source.SplitsAtOnce; i++) context.RequestSplit();
    }

    public override void AddSplits(IReadOnlyList<TSplit> splits)
    {
        foreach (var split in splits)
        {
            if (!_open.TryAdd(split.SplitId, new OpenSplit<T, TSplit>(split, _context!.CreateOutput(split.SplitId))))
                throw new InvalidOperationException($"Split '{split.SplitId}' was assigned to a reader that has a split of this name: names must be unique in a source.");
        }

        _loop!.AddSplits(splits);
        if (_isStarted) return;
        _isStarted = true;
        _loop.Start(_context!.Operator);
    }

    public override Progress Read()
    {
        while (_batch is not null || TryTake())
        {
            if (_run == _batch!.Runs.Count)
            {
                _loop!.Batches.Return(_batch);
                _batch = null;
                continue;
            }

            var progress = EmitRun(_batch);
            if (progress != Progress.Done) return progress;
        }

        if (_loop!.Batches.Failure is { } failure) throw new IOException($"{Place()}: {failure.Message}", failure);
        return _open.Count == 0 ? Progress.Done : Progress.Waiting;
    }

    public override IReadOnlyList<TSplit> Snapshot(long checkpointId)
    {
        List<TSplit> splits = [.. _open.Values.Select(s => s.At(source))];
        _checkpointed.Add(checkpointId, splits);
        return splits;
    }

    public override void CheckpointComplete(long checkpointId)
    {
        if (_checkpointed.Complete(checkpointId) is { } splits && _isStarted) _loop!.CheckpointComplete(checkpointId, splits);
    }

    public override void CheckpointAborted(long checkpointId) => _checkpointed.Abort(checkpointId);

    public override void Close() => _loop?.Close();

    private void Check(int value, string name)
    {
        if (value < 1) throw new InvalidOperationException($"{source.GetType().Name}.{name} is {value}: it must be at least 1.");
    }

    private bool TryTake()
    {
        (_run, _next) = (0, 0);
        return _loop!.Batches.TryTake(out _batch);
    }

    private Progress EmitRun(FetchedRecords<T> batch)
    {
        var run = batch.Runs[_run];
        var split = _open[run.SplitId];
        var cursor = new Cursor(batch.Records, _next, run.End);
        var progress = split.Output.Emit(ref cursor);
        if (cursor.Next > _next) split.Emitted(batch.Records[cursor.Next - 1].PositionBehind);
        _next = cursor.Next;
        // Also when it had to stop just here: a snapshot knows then that the split has ended.
        if (_next == run.End) EndRun(run);
        return progress;
    }

    private void EndRun(FetchedRun run)
    {
        _run++;
        if (!run.IsLast) return;
        _open.Remove(run.SplitId, out var split);
        split!.Output.End();
        _context!.RequestSplit();
    }

    private string Place()
    {
        const int Shown = 5;
        var splits = string.Join(", ", _open.Values.Take(Shown)) + (_open.Count > Shown ? $" and {_open.Count - Shown} more" : "");
        var context = _context!.Operator;
        return $"Source '{context.OperatorName}' of job '{context.JobName}', subtask {context.SubtaskIndex}, cannot fetch on ({(splits.Length == 0 ? "no split" : splits)})";
    }

    private struct Cursor(FetchedRecord<T>[] records, int next, int end) : IRecordCursor<T>
    {
        public int Next { get; private set; } = next;

        public bool TryNext([MaybeNullWhen(false)] out T record, out long timestamp)
        {
            if (Next >= end)
            {
                (record, timestamp) = (default, Timestamps.None);
                return false;
            }

            ref readonly var fetched = ref records[Next++];
            (record, timestamp) = (fetched.Record, fetched.Timestamp);
            return true;
        }
    }
}
