using FlowActors.CommandLine.Checkpoints;
using FlowActors.Files;
using FlowActors.Runtime.Checkpoints.Restoring;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Control.Coordination;
using FlowActors.Runtime.Planning;
using FlowActors.Runtime.Subtasks.State;

namespace FlowActors.CommandLine.Savepoints;

/// <summary>A registered job with its arguments, as this build of the application makes it.</summary>
/// <param name="options">Where it is registered.</param>
/// <param name="name">Its name.</param>
/// <param name="arguments">Its arguments.</param>
internal sealed class CheckedJob(EmbeddedOptions options, string name, IReadOnlyDictionary<string, string> arguments)
{
    /// <summary>Compares its code with a snapshot. Runs user code.</summary>
    /// <exception cref="JobValidationException">There is no such job, or it cannot be built with these arguments.</exception>
    /// <exception cref="SnapshotReadException">A file of the snapshot is missing or damaged.</exception>
    /// <exception cref="State.Snapshots.Files.UnreadableSnapshotException">A file of state is damaged inside, or of a newer version.</exception>
    public CheckReport Compare(FoundSnapshot snapshot, bool allowsUnmatched)
    {
        var job = new JobSpec(JobId.Create(), name, name, arguments);
        var graph = Plan(job);
        var written = RestoredSnapshot.Read(new FileSnapshotReader(new LocalFileSystem()), snapshot.Location);
        written.Verify();
        // Of the graph, before its functions are used up.
        var shape = CheckpointShape.Of(graph);
        var present = DeclaredStates.Of(graph.Job, job.Id, options.JobTime);
        return new CheckReport(snapshot, name, RestoreFit.Of(written.Metadata, written.States(), shape, present, allowsUnmatched), DerivedUids.Of(graph.Job, present.States));
    }

    private ExecutionGraph Plan(JobSpec job)
    {
        var catalog = new JobCatalog(() => options.DefaultSettings);
        foreach (var (known, create) in options.Jobs) catalog.Register(known, create);
        try
        {
            return catalog.Plan(job);
        }
        catch (Exception e) when (e is not JobValidationException)
        {
            throw new JobValidationException($"Job '{name}' cannot be built with these arguments: {e.GetType()}: {ExceptionText.Message(e)}", e);
        }
    }
}

/// <summary>What came of a comparison.</summary>
/// <param name="Snapshot">The snapshot.</param>
/// <param name="Job">The name of the job.</param>
/// <param name="Fit">By operator.</param>
/// <param name="WithoutUid">The names of operators that have state and were given no uid.</param>
internal sealed record CheckReport(FoundSnapshot Snapshot, string Job, RestoreFit Fit, IReadOnlyList<string> WithoutUid)
{
    /// <summary>Whether the job can be started from the snapshot, as far as its code says what state it has.</summary>
    public bool IsAccepted => Fit.Misfit is null && Fit.Operators.All(o => o.Unknown is null);
}
