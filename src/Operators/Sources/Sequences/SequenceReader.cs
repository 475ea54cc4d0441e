using System.Diagnostics.CodeAnalysis;
using FlowActors.Operators;

namespace FlowActors.Sources;

/// <summary>Emits what a <see cref="SequenceFeed{T}"/> enumerates in the background.</summary>
/// <param name="records">The sequence.</param>
/// <param name="leavesOutRead">Whether it begins anew after a restore, so that what was read before is left out.</param>
internal sealed class SequenceReader<T>(IEnumerable<T> records, bool leavesOutRead = true) : SourceReader<T, NumberedSplit>
{
    private SourceReaderContext<T>? _context;
    private SplitOutput<T>? _output;
    private NumberedSplit? _split;
    private SequenceFeed<T>? _feed;

    public override void Open(SourceReaderContext<T> context)
    {
        _context = context;
        _output = context.CreateOutput("sequence");
    }

    public override void AddSplits(IReadOnlyList<NumberedSplit> splits)
    {
        _split = splits[0];
        var context = _context!.Operator;
        _feed = new SequenceFeed<T>(records, leavesOutRead ? _split.Next : 0, context.Wake);
        context.Threads.Start($"feed of {context.JobName}, {context.OperatorName}", _feed.Run);
    }

    public override Progress Read()
    {
        if (_split is null) return Progress.Done;
        var buffer = _feed!.Buffer;
        var cursor = new Cursor(buffer, _split.Next);
        var progress = _output!.Emit(ref cursor);
        _split = _split with { Next = cursor.Next };
        if (progress != Progress.Done) return progress;
        if (!buffer.IsCompleted) return Progress.Waiting;
        _split = null;
        return Progress.Done;
    }

    public override IReadOnlyList<NumberedSplit> Snapshot(long checkpointId) => _split is null ? [] : [_split];

    public override void Close() => _feed?.Close();

    private struct Cursor(FeedBuffer<T> buffer, long next) : IRecordCursor<T>
    {
        public long Next { get; private set; } = next;

        public bool TryNext([MaybeNullWhen(false)] out T record, out long timestamp)
        {
            timestamp = Timestamps.None;
            if (!buffer.TryTake(out record)) return false;
            Next++;
            return true;
        }
    }
}
