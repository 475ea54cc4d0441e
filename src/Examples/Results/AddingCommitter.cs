using FlowActors.Sinks;

namespace FlowActors.Examples;

/// <summary>Adds what each subtask of a sink has kept to a result in memory, once the job has ended well.</summary>
internal sealed class AddingCommitter<TKept>(Action<TKept> add) : Committer<TKept>
{
    public override Task CommitAsync(IReadOnlyList<CommitRequest<TKept>> requests, CancellationToken cancellationToken)
    {
        foreach (var request in requests) add(request.Committable);
        return Task.CompletedTask;
    }
}
