using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Checkpoints.Restoring;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Runtime.Planning;
using FlowActors.Runtime.Subtasks.State;
using FlowActors.State;
using FlowActors.State.Snapshots.Files;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>Refuses a job that is to begin with a snapshot which its code does not take, before anything of it starts. Blocks.</summary>
internal static class OriginCheck
{
    /// <summary>Looks at what a submitted job begins with; a job that begins with nothing passes.</summary>
    /// <param name="job">The job.</param>
    /// <param name="graph">Its graph.</param>
    /// <param name="services">The node.</param>
    /// <exception cref="JobValidationException">The snapshot cannot be read, or not all of it has its place.</exception>
    public static void Check(JobSpec job, ExecutionGraph graph, ControlServices services)
    {
        if (job.From is not { } from) return;
        var (metadata, states) = Read(job, from, services.Checkpoints.Storages.Reader);
        var fit = RestoreFit.Of(metadata, states, CheckpointShape.Of(graph), StatesOf(job, services), from.AllowsUnmatchedState);
        if (fit.Misfit is { } misfit) throw new JobValidationException($"Job '{job.JobName}' cannot begin with '{from.Path}': {misfit}");
    }

    /// <summary>The states that a registered job declares by its present code. Runs user code.</summary>
    public static DeclaredStates StatesOf(JobSpec job, ControlServices services)
    {
        var states = DeclaredStates.Of(services.Catalog.Plan(job).Job, job.Id, services.JobTime);
        return states with { Backend = states.Backend ?? services.State.Backend };
    }

    private static (SnapshotMetadata Metadata, IReadOnlyCollection<StateHeader> States) Read(JobSpec job, SavepointRestore from, ISnapshotReader reader)
    {
        try
        {
            var snapshot = RestoredSnapshot.Read(reader, new SnapshotLocation(from.Path));
            return (snapshot.Metadata, snapshot.States());
        }
        catch (Exception e) when (e is SnapshotReadException or UnreadableSnapshotException or IOException or UnauthorizedAccessException)
        {
            throw new JobValidationException($"Job '{job.JobName}' cannot begin with '{from.Path}': {e.Message}", e);
        }
    }
}
