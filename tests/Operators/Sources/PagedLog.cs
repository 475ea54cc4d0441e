using FlowActors.Functions;
using FlowActors.Sources;

namespace FlowActors.Tests.Sources;

public sealed record Partition(string SplitId, long Offset, long End) : ISourceSplit;

public delegate Task<IReadOnlyList<string>> ReadPage(string partition, long offset, int records, CancellationToken cancelled);

public sealed class PagedLog(ReadPage readPage, params Partition[] partitions) : FetchingSource<string, Partition>
{
    public override Boundedness Boundedness => Boundedness.Bounded;

    public override SplitEnumerator<Partition> CreateEnumerator() => new ListEnumerator<Partition>(_ => partitions);

    public override Fetcher<string, Partition> CreateFetcher(IRuntimeContext context) => new LogFetcher(readPage);

    public override Partition MoveTo(Partition split, long position) => split with { Offset = position };

    private sealed class LogFetcher(ReadPage readPage) : Fetcher<string, Partition>
    {
        private readonly Queue<Partition> _partitions = new();

        public override void AddSplits(IReadOnlyList<Partition> splits) => splits.ToList().ForEach(_partitions.Enqueue);

        public override async ValueTask FetchAsync(FetchedRecords<string> into, CancellationToken wakeUp)
        {
            var (id, offset, end) = _partitions.Peek();
            var page = await readPage(id, offset, (int)Math.Min(1_000, end - offset), wakeUp);
            foreach (var record in page) into.Add(id, record, ++offset);
            _partitions.Dequeue();
            if (offset < end) _partitions.Enqueue(new Partition(id, offset, end));
            else into.Finish(id);
        }
    }
}
