using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using FlowActors.Operators;

namespace FlowActors.Sources;

/// <summary>Takes records out of a channel as long as there are, and waits to be told that there are more. The number of its split is for people only.</summary>
internal sealed class ChannelSourceReader<T>(ChannelReader<T> channel) : SourceReader<T, NumberedSplit>
{
    private readonly CancellationTokenSource _closed = new();
    private SplitOutput<T>? _output;
    private Action? _wake;
    private NumberedSplit? _split;
    private long _next;
    private bool _isWaiting;
    private volatile bool _isClosed;
    private ConfiguredValueTaskAwaitable<bool>.ConfiguredValueTaskAwaiter _more;

    public override void Open(SourceReaderContext<T> context)
    {
        _output = context.CreateOutput("channel");
        _wake = () =>
        {
            if (!_isClosed) context.Operator.Wake();
        };
    }

    public override void AddSplits(IReadOnlyList<NumberedSplit> splits)
    {
        _split = splits[0];
        _next = _split.Next;
    }

    public override Progress Read()
    {
        while (_split is not null)
        {
            if (_isWaiting && !EndsWait()) break;
            var cursor = new Cursor(channel, _next);
            var progress = _output!.Emit(ref cursor);
            _next = cursor.Next;
            if (progress != Progress.Done) return progress;
            Wait(channel.WaitToReadAsync(_closed.Token));
        }

        return _split is null ? Progress.Done : Progress.Waiting;
    }

    public override IReadOnlyList<NumberedSplit> Snapshot(long checkpointId) => _split is null ? [] : [_split with { Next = _next }];

    public override void Close()
    {
        _isClosed = true;
        _closed.Cancel();
        _closed.Dispose();
    }

    // The channel is left alone until its answer is there: one for a single reader may be asked one thing at a time.
    private void Wait(ValueTask<bool> more)
    {
        _more = more.ConfigureAwait(false).GetAwaiter();
        _isWaiting = true;
        if (!_more.IsCompleted) _more.UnsafeOnCompleted(_wake!);
    }

    private bool EndsWait()
    {
        if (!_more.IsCompleted) return false;
        _isWaiting = false;
        // Throws what the channel was completed with.
        if (!_more.GetResult()) _split = null;
        return _split is not null;
    }

    private struct Cursor(ChannelReader<T> channel, long next) : IRecordCursor<T>
    {
        public long Next { get; private set; } = next;

        public bool TryNext([MaybeNullWhen(false)] out T record, out long timestamp)
        {
            timestamp = Timestamps.None;
            if (!channel.TryRead(out record)) return false;
            Next++;
            return true;
        }
    }
}
