using FlowActors.Serialization;

namespace FlowActors.Testing;

/// <summary>The surroundings of a source in a harness. Immutable.</summary>
public sealed record SourceHarnessSettings
{
    /// <summary>How many readers there are. Default: 1.</summary>
    public int Parallelism { get; init; } = 1;

    /// <summary>The name of the source, in messages. Null (default) takes the one in the program, or that of its class.</summary>
    public string? Name { get; init; }

    /// <summary>The processing time, of readers and enumerator. Null (default) makes a new one.</summary>
    public TestClock? Clock { get; init; }

    /// <summary>How records, splits and the enumerator's state are turned into bytes. Default: the process's registry.</summary>
    public SerializerRegistry Serializers { get; init; } = SerializerRegistry.Default;

    /// <summary>True when the output is full after each record, so that a reader has to stop at each position. Default: false.</summary>
    public bool OneSlotOutput { get; init; }

    /// <summary>
    /// How long, by the system's clock, threads of the source are waited for: what does not come then is a failure. Default: 60 s.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Parallelism, 1);
        if (Name is not null) ArgumentException.ThrowIfNullOrWhiteSpace(Name);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Patience, TimeSpan.Zero);
    }
}
