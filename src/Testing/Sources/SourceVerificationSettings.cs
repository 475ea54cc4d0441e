using FlowActors.Serialization;

namespace FlowActors.Testing;

/// <summary>What <see cref="SourceVerification"/> is told of a source. Immutable.</summary>
public sealed record SourceVerificationSettings
{
    /// <summary>The name of the source, in messages. Null (default) takes the one in the program, or that of its class.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// How many readers the source may have at most. Default: 3. With 1 it is not tried at another parallelism.
    /// </summary>
    public int ParallelismMax { get; init; } = 3;

    /// <summary>
    /// True (default) when a single reader gives the records in the same order each time, also one that was restored. Else they come in any
    /// order, as they do from several readers.
    /// </summary>
    public bool IsOrdered { get; init; } = true;

    /// <summary>
    /// So many records are read of the source, from its beginning: for one that is unbounded, or too long to be proven at each of its
    /// records. Null (default) reads to the end.
    /// </summary>
    public int? Records { get; init; }

    /// <summary>
    /// By how much processing time advances whenever the readers wait: for sources that emit or discover at times. Null (default): it
    /// stands still.
    /// </summary>
    public TimeSpan? TimeStep { get; init; }

    /// <summary>How records, splits and the enumerator's state are turned into bytes. Default: the process's registry.</summary>
    public SerializerRegistry Serializers { get; init; } = SerializerRegistry.Default;

    /// <summary>As <see cref="SourceHarnessSettings.Patience"/>. Default: 60 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    internal void Check()
    {
        if (Name is not null) ArgumentException.ThrowIfNullOrWhiteSpace(Name);
        ArgumentOutOfRangeException.ThrowIfLessThan(ParallelismMax, 1);
        if (Records is { } records) ArgumentOutOfRangeException.ThrowIfLessThan(records, 1);
        if (TimeStep is { } step) ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(step, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Patience, TimeSpan.Zero);
    }

    internal SourceHarnessSettings ForHarness(SourceVariation variation) => new()
    {
        Name = Name,
        Parallelism = variation.Parallelisms[0],
        Serializers = Serializers,
        OneSlotOutput = variation.OneSlotOutput,
        Patience = Patience,
    };
}
