using FlowActors.Operators;
using FlowActors.Threading;

namespace FlowActors.Sources;

/// <summary>
/// Emits what an asynchronous sequence gives. A thread of its own calls it, for what is called asynchronous may block all the same, and
/// hands on a record although the call for the next one does not return.
/// </summary>
internal sealed class AsyncSequenceReader<T> : SourceReader<T, NumberedSplit>
{
    private readonly IAsyncEnumerable<T> _records;
    private readonly SequenceReader<T> _reader;
    private CancellationTokenSource? _ended;

    public AsyncSequenceReader(IAsyncEnumerable<T> records)
    {
        _records = records;
        _reader = new SequenceReader<T>(Enumerate(), leavesOutRead: false);
    }

    public override void Open(SourceReaderContext<T> context)
    {
        _ended = CancellationTokenSource.CreateLinkedTokenSource(context.Operator.Cancelled);
        _reader.Open(context);
    }

    public override void AddSplits(IReadOnlyList<NumberedSplit> splits) => _reader.AddSplits(splits);

    public override Progress Read() => _reader.Read();

    public override IReadOnlyList<NumberedSplit> Snapshot(long checkpointId) => _reader.Snapshot(checkpointId);

    // What the sequence does when its token is cancelled is not for this thread, which waits for its end.
    public override void Close()
    {
        _ = _ended?.CancelAsync();
        _reader.Close();
        _ended?.Dispose();
    }

    private IEnumerable<T> Enumerate()
    {
        var records = _records.GetAsyncEnumerator(_ended!.Token);
        try
        {
            while (Await(records.MoveNextAsync())) yield return records.Current;
        }
        finally
        {
            Await(End(records.DisposeAsync()));
        }
    }

    private static async ValueTask<bool> End(ValueTask disposal)
    {
        await disposal.ConfigureAwait(false);
        return true;
    }

    // An interrupt would end the wait and not the call, and nothing may be disposed while a call is under way.
    private static bool Await(ValueTask<bool> call)
    {
        if (call.IsCompleted) return call.GetAwaiter().GetResult();
        using var shield = InterruptShield.Raise();
        return call.AsTask().GetAwaiter().GetResult();
    }
}
