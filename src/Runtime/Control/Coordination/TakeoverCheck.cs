using FlowActors.Runtime.Checkpoints.Restoring;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Runtime.Planning;
using FlowActors.Runtime.Subtasks.State;
using FlowActors.State.Snapshots.Files;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>Whether the code of a node can go on with a job that another build runs, before anything of that is touched. Thread-safe.</summary>
/// <param name="services">The node.</param>
internal sealed class TakeoverCheck(ControlServices services)
{
    /// <summary>The builds of the registered jobs, by name; null where all nodes have the same.</summary>
    public IReadOnlyDictionary<string, string>? Builds => services.Builds;

    /// <summary>Compares the node's code with a checkpoint of the job, as a coordinator does that takes the job over. Blocks, and runs user code.</summary>
    /// <param name="job">The job.</param>
    /// <param name="from">A checkpoint that stays meanwhile.</param>
    /// <returns>How many slots the job has by this code.</returns>
    /// <exception cref="JobValidationException">It cannot go on with it.</exception>
    public int Check(JobSpec job, RestoreFrom from)
    {
        var graph = Plan(job);
        if (StateMemoryCheck.Refusal(graph, services.State) is { } refusal) throw new JobValidationException(refusal);
        var planned = job with { Parallelism = ResolvedParallelism.Of(graph.Job) };
        var misfit = MisfitOf(planned, graph, from);
        return misfit is null ? JobShape.Of(graph, takesCheckpoints: true).Slots : throw new JobValidationException($"This build does not take its checkpoint {from.Checkpoint}: {misfit}");
    }

    private ExecutionGraph Plan(JobSpec job)
    {
        try
        {
            var program = services.Catalog.Build(job.RegisteredName!, job.JobName, job.Arguments, job.RescaledTo ?? job.AskedParallelism);
            var resolved = job.Parallelism is { } before ? before with { Parallelism = job.RescaledTo ?? program.Settings.Parallelism } : null;
            return ExecutionGraph.Of(JobPlanner.Plan(program, resolved));
        }
        catch (Exception e) when (e is not JobValidationException)
        {
            throw new JobValidationException($"This build cannot build it with its arguments: {e.GetType()}: {ExceptionText.Message(e)}", e);
        }
    }

    private string? MisfitOf(JobSpec job, ExecutionGraph graph, RestoreFrom from)
    {
        try
        {
            var snapshot = RestoredSnapshot.Read(services.Checkpoints.Storages.Of(job.Id), from);
            return RestoreFit.Of(snapshot.Metadata, snapshot.States(), CheckpointShape.Of(graph), OriginCheck.StatesOf(job, services), job.From?.AllowsUnmatchedState == true).Misfit;
        }
        catch (Exception e) when (e is SnapshotReadException or UnreadableSnapshotException or IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }
}
