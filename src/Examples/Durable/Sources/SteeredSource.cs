using FlowActors.Sources;

namespace FlowActors.Examples.Durable;

/// <summary>A source that is led from outside, and counts its records. Its splits are those of the source within.</summary>
internal sealed class SteeredSource<T, TSplit>(Source<T, TSplit> source, SourceSteering steering) : Source<T, TSplit>
    where TSplit : ISourceSplit
{
    public override Boundedness Boundedness => source.Boundedness;

    public override void Validate() => source.Validate();

    public override SplitEnumerator<TSplit> CreateEnumerator() => source.CreateEnumerator();

    public override SourceReader<T, TSplit> CreateReader() => new SteeredReader<T, TSplit>(source.CreateReader(), steering);

    public override IReadOnlyList<TSplit> Redistribute(IReadOnlyList<TSplit> splits, int parallelism) => source.Redistribute(splits, parallelism);
}
