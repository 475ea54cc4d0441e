using FlowActors.Client.Operations;

namespace FlowActors.Client.Rescales;

/// <summary>Gives a running job another parallelism: <c>POST /jobs/{job}/rescale</c>.</summary>
/// <param name="Parallelism">How many subtasks each operator is to have that has no parallelism of its own.</param>
public sealed record RescaleRequest(int Parallelism)
{
    /// <inheritdoc cref="CheckpointRequest.Request"/>
    public string? Request { get; init; }
}
