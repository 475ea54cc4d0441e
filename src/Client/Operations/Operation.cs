using System.Text.Json.Serialization;

namespace FlowActors.Client.Operations;

/// <summary>Something that takes its time: <c>GET /operations/{id}</c>. Those that are over are forgotten some time later.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind"><c>checkpoint</c>, <c>savepoint</c>, <c>stop</c>, <c>drain</c>, <c>rescale</c> or <c>dispose</c>.</param>
/// <param name="Job">The id of the job; null where it is about none.</param>
/// <param name="Status"><c>inProgress</c>, <c>completed</c> or <c>failed</c>.</param>
/// <param name="StartedAt">When it was asked for.</param>
/// <param name="EndedAt">When it was over; null before.</param>
/// <param name="Result">What came of it; null where it has not completed.</param>
/// <param name="Failure">Why it has failed; null where it has not.</param>
public sealed record Operation(
    string Id, string Kind, string? Job, string Status, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, OperationResult? Result, string? Failure)
{
    /// <summary>The status of one that is under way.</summary>
    public const string InProgress = "inProgress";

    /// <summary>The status of one that did what was asked for.</summary>
    public const string Completed = "completed";

    /// <summary>The status of one that did not.</summary>
    public const string Failed = "failed";

    /// <summary>Whether it is over.</summary>
    [JsonIgnore]
    public bool IsOver => Status != InProgress;
}

/// <summary>What came of an operation.</summary>
/// <param name="Checkpoint">The number of the checkpoint, which savepoints have too; null of what is none.</param>
/// <param name="Savepoint">The full path of the savepoint's folder; null of what is none.</param>
public sealed record OperationResult(long? Checkpoint, string? Savepoint)
{
    /// <summary>The parallelism that the job has got; null of what is no rescale.</summary>
    public int? Parallelism { get; init; }
}
