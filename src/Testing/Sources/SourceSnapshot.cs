using FlowActors.Sources;

namespace FlowActors.Testing;

/// <summary>
/// A checkpoint of a source, as bytes: what its enumerator keeps, and the splits of each reader with their positions. A harness goes on from
/// it any number of times, with any number of readers. Immutable, thread-safe.
/// </summary>
/// <typeparam name="T">The records.</typeparam>
public sealed class SourceSnapshot<T>
{
    internal SourceSnapshot(
        Source<T> source, SourceHarnessSettings settings, long checkpoint, int attempt, byte[] enumerator, IReadOnlyList<IReadOnlyList<byte[]>> splits)
    {
        Source = source;
        Settings = settings;
        CheckpointId = checkpoint;
        Attempt = attempt;
        Enumerator = enumerator;
        Splits = splits;
    }

    /// <summary>The number of the checkpoint, from 1; a restored harness counts on from it.</summary>
    public long CheckpointId { get; }

    /// <summary>How many readers there were.</summary>
    public int Parallelism => Splits.Count;

    internal Source<T> Source { get; }

    internal SourceHarnessSettings Settings { get; }

    /// <summary>The highest attempt of a reader so far.</summary>
    internal int Attempt { get; }

    internal byte[] Enumerator { get; }

    /// <summary>By subtask.</summary>
    internal IReadOnlyList<IReadOnlyList<byte[]>> Splits { get; }
}
