using FlowActors.Functions;
using FlowActors.Sources;

namespace FlowActors.Tests.Sources;

/// <summary>The numbers from one on, below another.</summary>
internal sealed record Part(string SplitId, long Next, long End) : ISourceSplit;

/// <summary>The numbers of parts, by whatever fetcher a test has.</summary>
internal sealed class PartSource(Func<IRuntimeContext, Fetcher<string, Part>> create, int recordsPerFetch = 8, int splitsAtOnce = 1, params Part[] parts)
    : FetchingSource<string, Part>
{
    public override Boundedness Boundedness => Boundedness.Bounded;

    public override int SplitsAtOnce => splitsAtOnce;

    public override int RecordsPerFetchMax => recordsPerFetch;

    public override SplitEnumerator<Part> CreateEnumerator() => new ListEnumerator<Part>(_ => parts);

    public override Fetcher<string, Part> CreateFetcher(IRuntimeContext context) => create(context);

    public override Part MoveTo(Part split, long position) => split with { Next = position };
}

/// <summary>A fetcher whose fetch is a test's.</summary>
internal sealed class ScriptedFetcher(Func<ScriptedFetcher, FetchedRecords<string>, CancellationToken, ValueTask> fetch) : Fetcher<string, Part>
{
    public List<Part> Splits { get; } = [];

    public List<(long Checkpoint, IReadOnlyList<Part> Splits)> Completed { get; } = [];

    /// <summary>Set when a checkpoint was told of.</summary>
    public ManualResetEventSlim HasCompleted { get; } = new();

    public int Closings { get; private set; }

    public Action? OnClose { get; set; }

    public override void AddSplits(IReadOnlyList<Part> splits) => Splits.AddRange(splits);

    public override ValueTask FetchAsync(FetchedRecords<string> into, CancellationToken wakeUp) => fetch(this, into, wakeUp);

    public override void CheckpointComplete(long checkpointId, IReadOnlyList<Part> splits)
    {
        Completed.Add((checkpointId, splits));
        HasCompleted.Set();
    }

    public override ValueTask CloseAsync()
    {
        Closings++;
        OnClose?.Invoke();
        return ValueTask.CompletedTask;
    }

    /// <summary>Adds so many numbers of a part, and its end if they reach it.</summary>
    public void Give(FetchedRecords<string> into, int index, long count)
    {
        var part = Splits[index];
        var end = Math.Min(part.End, part.Next + count);
        for (var number = part.Next; number < end; number++) into.Add(part.SplitId, $"{part.SplitId}{number}", number + 1, number);
        Splits[index] = part with { Next = end };
        if (end < part.End) return;
        into.Finish(part.SplitId);
        Splits.RemoveAt(index);
    }
}
