namespace FlowActors.Sources;

/// <summary>
/// What an asynchronous sequence gives, read by one subtask. At most once: each attempt enumerates it anew, and what it does not give
/// again is lost.
/// </summary>
internal sealed class AsyncSequenceSource<T>(IAsyncEnumerable<T> records, Boundedness boundedness) : Source<T, NumberedSplit>
{
    public override Boundedness Boundedness => boundedness;

    public override SplitEnumerator<NumberedSplit> CreateEnumerator() =>
        new ShareEnumerator<NumberedSplit>(_ => [new NumberedSplit("sequence", 0, 1, long.MaxValue)]);

    public override SourceReader<T, NumberedSplit> CreateReader() => new AsyncSequenceReader<T>(records);
}
