using System.Globalization;
using FlowActors.Functions;
using FlowActors.Sources;

namespace FlowActors.Tests.Sources;

/// <summary>A source on the base class for those that fetch: two records of one part, two of the next, and so on.</summary>
internal sealed class FetchedPages(int splits, int records) : FetchingSource<string, FetchedPages.Part>
{
    private const int PageRecords = 2;

    public override Boundedness Boundedness => Boundedness.Bounded;

    public override int SplitsAtOnce => 2;

    public override SplitEnumerator<Part> CreateEnumerator() =>
        new ListEnumerator<Part>(_ => Enumerable.Range(0, splits).Select(i => new Part(i, 0)));

    public override Fetcher<string, Part> CreateFetcher(IRuntimeContext context) => new Pages(records);

    public override Part MoveTo(Part split, long position) => split with { Position = position };

    internal sealed record Part(int Number, long Position) : ISourceSplit
    {
        public string SplitId => $"part {Number}";
    }

    private sealed class Pages(int records) : Fetcher<string, Part>
    {
        private readonly Queue<Part> _parts = new();

        public override void AddSplits(IReadOnlyList<Part> splits) => splits.ToList().ForEach(_parts.Enqueue);

        public override ValueTask FetchAsync(FetchedRecords<string> into, CancellationToken wakeUp)
        {
            var part = _parts.Dequeue();
            var end = Math.Min(part.Position + PageRecords, records);
            for (var i = part.Position; i < end; i++)
                into.Add(part.SplitId, string.Create(CultureInfo.InvariantCulture, $"{i} of part {part.Number}"), i + 1);
            if (end == records) into.Finish(part.SplitId);
            else _parts.Enqueue(part with { Position = end });
            return ValueTask.CompletedTask;
        }
    }
}
