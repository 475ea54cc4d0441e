using FlowActors.Graph;
using FlowActors.Operators;

namespace FlowActors.Testing;

/// <summary>
/// A checkpoint of a source, as bytes: what its enumerator keeps, and the splits of each reader with their positions. A harness goes on from
/// it any number of times, with any number of readers. Immutable, thread-safe.
/// </summary>
/// <typeparam name="T">The records.</typeparam>
public sealed class SourceSnapshot<T>
{
    internal SourceSnapshot(
        SourceNode<T> node,
        SourceHarnessSettings settings,
        long checkpoint,
        int attempt,
        byte[] enumerator,
        IReadOnlyList<IReadOnlyList<byte[]>> splits,
        IReadOnlyList<EventTimeState> eventTime)
    {
        Node = node;
        Settings = settings;
        CheckpointId = checkpoint;
        Attempt = attempt;
        Enumerator = enumerator;
        Splits = splits;
        EventTime = eventTime;
    }

    /// <summary>The number of the checkpoint, from 1; a restored harness counts on from it.</summary>
    public long CheckpointId { get; }

    /// <summary>How many readers there were.</summary>
    public int Parallelism => Splits.Count;

    internal SourceNode<T> Node { get; }

    internal SourceHarnessSettings Settings { get; }

    /// <summary>The highest attempt of a reader so far.</summary>
    internal int Attempt { get; }

    internal byte[] Enumerator { get; }

    /// <summary>By subtask.</summary>
    internal IReadOnlyList<IReadOnlyList<byte[]>> Splits { get; }

    /// <summary>Of all subtasks.</summary>
    internal IReadOnlyList<EventTimeState> EventTime { get; }
}
