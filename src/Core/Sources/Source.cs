using FlowActors.Functions;
using FlowActors.Operators;
using FlowActors.Serialization;
using FlowActors.Sources.Coordination;

namespace FlowActors.Sources;

/// <summary>Whether a source ends.</summary>
public enum Boundedness
{
    /// <summary>It ends by itself, and with it the job.</summary>
    Bounded,

    /// <summary>It goes on until the job is cancelled.</summary>
    Unbounded,
}

/// <summary>Describes where records come from, whatever its splits are: see <see cref="Source{T,TSplit}"/>, which sources derive from. Immutable.</summary>
/// <typeparam name="T">The records.</typeparam>
public abstract class Source<T>
{
    private protected Source()
    {
    }

    /// <summary>Whether the source ends.</summary>
    public abstract Boundedness Boundedness { get; }

    /// <summary>
    /// Checks at the edge, when the job is submitted and before anything runs: throws for input that cannot be read.
    /// </summary>
    /// <exception cref="JobValidationException">The source cannot be read; the message says where and what to do.</exception>
    public virtual void Validate()
    {
    }

    /// <summary>The type of its splits.</summary>
    internal abstract Type SplitType { get; }

    /// <summary>The operator of one subtask.</summary>
    /// <param name="strategy">How event time is made; null leaves it to the readers.</param>
    internal abstract SourceOperator CreateOperator(WatermarkStrategy<T>? strategy = null);

    /// <summary>What stands beside the coordinator of a job for this source: its enumerator, and who has which splits.</summary>
    internal abstract SourceCoordination CreateCoordination(CoordinationSurroundings surroundings);

    /// <summary>The types of all that it keeps in checkpoints, as far as they are known.</summary>
    internal virtual IReadOnlyList<Type> StateTypes => [SplitType];

    /// <summary>A reader for a source of several stages.</summary>
    internal abstract StageReader<T> CreateStageReader(OperatorContext context);

    /// <summary>An enumerator for a source of several stages.</summary>
    internal abstract StageEnumerator CreateStageEnumerator();

    /// <summary>What is left of the splits of all readers for so many readers, as bytes.</summary>
    internal abstract IReadOnlyList<StageSplit> RedistributeBytes(IReadOnlyList<byte[]> splits, int parallelism, SerializerRegistry serializers);

    /// <summary>What each of so many readers is restored with.</summary>
    /// <param name="splits">The splits of all readers of a checkpoint, those of subtask 0 first, as bytes.</param>
    /// <param name="parallelism">How many readers there are now.</param>
    /// <param name="serializers">Turn splits into bytes and back.</param>
    internal IReadOnlyList<IReadOnlyList<byte[]>> Deal(IReadOnlyList<byte[]> splits, int parallelism, SerializerRegistry serializers)
    {
        var dealt = Enumerable.Range(0, parallelism).Select(_ => new List<byte[]>()).ToArray();
        var at = 0;
        foreach (var split in RedistributeBytes(splits, parallelism, serializers)) dealt[at++ % parallelism].Add(split.Bytes);
        return dealt;
    }
}

/// <summary>
/// Describes where records come from. The input is divided into splits: one enumerator for each source of a job finds them and assigns
/// them, one reader for each subtask reads those that it was assigned. Immutable.
/// </summary>
/// <typeparam name="T">The records.</typeparam>
/// <typeparam name="TSplit">The splits: plain data that the job's serializers can write, which is checked when the job is built.</typeparam>
public abstract class Source<T, TSplit> : Source<T>
    where TSplit : ISourceSplit
{
    /// <summary>A new enumerator, for one attempt of a job; made on the threads for blocking work, in the process of the job's coordinator.</summary>
    public abstract SplitEnumerator<TSplit> CreateEnumerator();

    /// <summary>A new reader for one subtask of one attempt; one that was given out before is refused.</summary>
    public abstract SourceReader<T, TSplit> CreateReader();

    /// <summary>
    /// Divides what is left of the splits when the source is restored with another number of readers than it had. As it is inherited,
    /// splits stay as they are, and some readers get several of them or none. Pure.
    /// </summary>
    /// <param name="splits">The splits of all readers, with their positions.</param>
    /// <param name="parallelism">How many readers there are now.</param>
    /// <returns>Splits that together hold the same records.</returns>
    public virtual IReadOnlyList<TSplit> Redistribute(IReadOnlyList<TSplit> splits, int parallelism) => splits;

    internal sealed override Type SplitType => typeof(TSplit);

    internal sealed override SourceOperator CreateOperator(WatermarkStrategy<T>? strategy = null) => new SourceOperator<T, TSplit>(this, strategy);

    internal sealed override SourceCoordination CreateCoordination(CoordinationSurroundings surroundings) =>
        new SourceCoordination<TSplit>(CreateEnumerator(), surroundings);

    internal sealed override StageReader<T> CreateStageReader(OperatorContext context) =>
        new StageReader<T, TSplit>(CreateReader(context), new SplitBytes<TSplit>(context.Serializers));

    internal sealed override StageEnumerator CreateStageEnumerator() => new StageEnumerator<TSplit>(CreateEnumerator());

    internal sealed override IReadOnlyList<StageSplit> RedistributeBytes(IReadOnlyList<byte[]> splits, int parallelism, SerializerRegistry serializers)
    {
        var bytes = new SplitBytes<TSplit>(serializers);
        return [.. RedistributeSplits([.. splits.Select(bytes.Read)], parallelism, bytes).Select(bytes.Name)];
    }

    /// <summary>As the public one, for a source whose splits hold others as bytes.</summary>
    internal virtual IReadOnlyList<TSplit> RedistributeSplits(IReadOnlyList<TSplit> splits, int parallelism, SplitBytes<TSplit> bytes) => Redistribute(splits, parallelism);

    /// <summary>A new reader for one subtask.</summary>
    internal SourceReader<T, TSplit> CreateReader(OperatorContext context) =>
        SubtaskObjects.Own(CreateReader(), context, $"CreateReader of {GetType().Name}", "make a new reader at each call");
}
