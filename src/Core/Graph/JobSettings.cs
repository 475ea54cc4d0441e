using FlowActors.Serialization;

namespace FlowActors.Graph;

/// <summary>What a program asks for as a whole. Immutable.</summary>
public sealed record JobSettings
{
    /// <summary>The number of subtasks of operators that say nothing. Default: the number of cores.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>The number of key groups of operators that say nothing; null (default) follows Flink's rule for their parallelism.</summary>
    public int? MaxParallelism { get; init; }

    /// <summary>Whether operators are fused into chains. Default: true.</summary>
    public bool Chaining { get; init; } = true;

    /// <summary>
    /// The name of the state backend. Null (default) takes the node's <c>flowactors.state.backend</c>, which is memory where nobody sets it.
    /// </summary>
    public string? StateBackend { get; init; }

    /// <summary>Whether built-in operators copy values of mutable types as they leave state. Default: true.</summary>
    public bool CopyMutableState { get; init; } = true;

    /// <summary>
    /// How long a record may wait in an open batch while its sender is busy; batches are sent at once when the sender has
    /// nothing else to do. Null (default) takes the node's <c>flowactors.exchange.flush-interval</c>, which is 1 ms where nobody sets it.
    /// </summary>
    public TimeSpan? FlushInterval { get; init; }

    /// <summary>
    /// How often periodic watermarks are made, in the job's processing time. Null (default) takes the node's
    /// <c>flowactors.event-time.watermark-interval</c>, which is 200 ms where nobody sets it.
    /// </summary>
    public TimeSpan? WatermarkInterval { get; init; }

    /// <summary>
    /// Whether records of types that can change are checked not to change after they were emitted. Null (default) follows the
    /// node's <c>flowactors.exchange.check-records</c>: by default they are where the application is a Debug build.
    /// </summary>
    public bool? CheckRecords { get; init; }

    /// <summary>
    /// Whether the failure of a user function shows the record that the function was given. Null (default) follows the node's
    /// <c>flowactors.failures.show-records</c>, which is off: records may be secret.
    /// </summary>
    public bool? ShowRecordsInFailures { get; init; }

    /// <summary>When checkpoints are taken, and what happens when they fail. Default: all as the node's <c>flowactors.checkpoints</c> says.</summary>
    public CheckpointConfig Checkpoints { get; init; } = new();

    /// <summary>
    /// What happens after a failure. Null (default) restarts a job that takes checkpoints by an interval with growing delays
    /// (<see cref="RestartStrategy.ExponentialDelay"/>); any other job fails, as nothing could restore its state.
    /// </summary>
    public RestartStrategy? RestartStrategy { get; init; }

    /// <summary>How records, keys and state are turned into bytes.</summary>
    public SerializerRegistry Serializers { get; init; } = SerializerRegistry.Default;
}
