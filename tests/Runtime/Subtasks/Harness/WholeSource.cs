using FlowActors.Operators;
using FlowActors.Sources;

namespace FlowActors.Runtime.Tests.Subtasks;

/// <summary>All that one subtask reads.</summary>
public sealed record Whole(string SplitId) : ISourceSplit;

/// <summary>A source of which each subtask reads one split.</summary>
public abstract class WholeSource<T> : Source<T, Whole>
{
    public override Boundedness Boundedness => Boundedness.Bounded;

    public override SplitEnumerator<Whole> CreateEnumerator() =>
        new ShareEnumerator<Whole>(parallelism => [.. Enumerable.Range(0, parallelism).Select(i => new Whole($"{i}"))]);
}

/// <summary>Reads nothing before its split is there.</summary>
public abstract class WholeReader<T> : SourceReader<T, Whole>
{
    private Whole? _split;

    protected SplitOutput<T> Output { get; private set; } = null!;

    public override void Open(SourceReaderContext<T> context) => Output = context.CreateOutput("whole");

    public override void AddSplits(IReadOnlyList<Whole> splits) => _split = splits[0];

    public override Progress Read() => _split is not null ? ReadOn() : Progress.Done;

    public override IReadOnlyList<Whole> Snapshot(long checkpointId) => _split is null ? [] : [_split];

    protected abstract Progress ReadOn();
}
