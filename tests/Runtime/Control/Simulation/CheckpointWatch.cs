using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Checkpoints.Restoring;
using FlowActors.Runtime.Control.Coordination;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Deployment;
using static FlowActors.Runtime.Control.Nodes.NodeAgentProtocol;

namespace FlowActors.Runtime.Tests.Control.Simulation;

/// <summary>What must hold at every step of a simulated job that takes checkpoints.</summary>
internal sealed class CheckpointWatch(SimulatedJob job)
{
    private readonly HashSet<long> _completed = [];
    private readonly HashSet<(RescaleCause Why, long Checkpoint)> _told = [];
    private readonly Dictionary<AttemptId, RestoreFrom?> _restores = [];

    /// <summary>How many checkpoints have completed.</summary>
    public int Completed => _completed.Count;

    /// <summary>How many times the job got another parallelism.</summary>
    public int Rescaled { get; private set; }

    /// <summary>How many attempts have begun with one.</summary>
    public int Restored => _restores.Values.Count(r => r is not null);

    /// <summary>A decision is written.</summary>
    public void Written(ICoordinatorEvent decision, JobRecord after)
    {
        if (job.Checkpoints is null) return;
        if (decision is CoordinatorEvents.CheckpointDecided { Decision: CheckpointEvents.CheckpointCompleted { Checkpoint: var completed } })
        {
            Assert.True(_completed.Add(completed.Id), $"Checkpoint {completed.Id} completes twice.");
            foreach (var (region, attempt) in completed.Attempts) Assert.Equal(after.Attempts[region], attempt);
        }

        if (decision is CoordinatorEvents.Rescaled e)
        {
            Assert.False(after.IsOpen);
            Assert.Equal(after.Checkpoints.Latest!.Id, e.Checkpoint);
            Assert.Equal(CheckpointKind.Suspend, after.Checkpoints.Latest.Kind);
            Assert.NotNull(after.OpenRescale);
            if (e.From != e.To) Rescaled++;
        }

        // Told once each, whoever leads by then; those that failed before anything was decided have no checkpoint.
        if (decision is CoordinatorEvents.RescaleEnded { Line: { Checkpoint: not null } line })
        {
            Assert.True(_told.Add((line.Why, line.Checkpoint.Value)), $"The end of a rescale at checkpoint {line.Checkpoint} is told twice.");
            Assert.True(line.Failure is not null || line.Pause is { Align.Ticks: >= 0, Snapshot.Ticks: >= 0, Move.Ticks: >= 0, Restore.Ticks: >= 0, Resume.Ticks: >= 0 });
        }

        if (decision is CoordinatorEvents.CommitStarted) Assert.NotNull(after.Checkpoints.End);
    }

    /// <summary>What is kept is there.</summary>
    public void CheckFiles(JobRecord record)
    {
        foreach (var file in record.Checkpoints.Kept.SelectMany(job.Storage.FilesOf))
            Assert.True(job.Storage.Files.Contains(file.File), $"{file.File}, which a checkpoint names that is kept, is gone.");
    }

    /// <summary>A command sets out.</summary>
    public void Sent(IAttemptCommand command, JobRecord record)
    {
        switch (command)
        {
            case DeployAttempt e:
                Assert.Equal(record.Job!.Parallelism!.Parallelism, e.Job.Parallelism!.Parallelism);
                Assert.Equal(job.Checkpoints is not null, e.TakesCheckpoints);
                if (_restores.TryAdd(e.Attempt, e.Restore)) Assert.Equal(record.Checkpoints.Latest?.Id, e.Restore?.Checkpoint);
                else Assert.Equal(_restores[e.Attempt], e.Restore);
                break;
            case EndCheckpoint { IsComplete: true } e:
                Assert.Contains(e.Checkpoint, _completed);
                break;
        }
    }

    /// <summary>An enumerator is asked for its state: by whoever has it, and it has begun as its attempt did.</summary>
    public void Asked(CoordinatorEffect.SnapshotEnumerator asked, bool isKnown)
    {
        Assert.True(isKnown, $"The enumerator of vertex {asked.Vertex} of attempt {asked.Attempt} ended with another coordinator.");
        if (_restores.TryGetValue(asked.Attempt, out var restore)) Assert.Equal(restore, asked.Restore);
    }

    /// <summary>The job has ended and nothing runs: what is not kept is gone.</summary>
    public void CheckEnd(JobRecord record)
    {
        if (record.End is JobStatus.Finished or JobStatus.Cancelled) Assert.Empty(record.Checkpoints.Kept);
        job.Output.Check(record.End is JobStatus.Finished);
        if (record.End is JobStatus.Finished) Assert.Null(record.OpenRescale);
        if (record.End is JobStatus.Failed && _completed.Count > 0 && record.Checkpoints.Latest is null) Assert.Fail("A failed job has lost its checkpoint.");
        var kept = record.Checkpoints.Kept.SelectMany(job.Storage.FilesOf).Select(f => f.File).ToHashSet();
        Assert.Equal(kept.Where(IsOwn).Order(StringComparer.Ordinal), job.Storage.Files.Where(IsOwn).Order(StringComparer.Ordinal));
    }

    // Files of savepoints belong to whoever asked for them.
    private static bool IsOwn(string file) => file.StartsWith("chk-", StringComparison.Ordinal);
}
