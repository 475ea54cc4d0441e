using FlowActors.Operators;
using FlowActors.Serialization;
using FlowActors.Sinks;
using FlowActors.State.Export;

namespace FlowActors.Tests.Harness;

/// <summary>
/// A job of one sink: its attempts, one after the other, and the checkpoints that outlive them, by way of their bytes. Commits run when they are
/// due, on the thread of the test.
/// </summary>
internal sealed class SinkJob<T>(Func<Sink<T>> create)
{
    // One for all: a test has thousands of attempts, and each registry makes its serializers anew.
    private static readonly SerializerRegistry Serializers = new();
    private SinkOperator<T>[] _subtasks = [];
    private TestOperatorContext[] _contexts = [];
    private long _checkpoint;

    /// <summary>The id of the job.</summary>
    public JobId Job { get; init; } = JobId.Create();

    /// <summary>The attempt that runs, from 1.</summary>
    public int Attempt { get; private set; }

    /// <summary>The last completed checkpoint; a test may set it, to what another job has taken too.</summary>
    public SinkCheckpoint? Completed { get; set; }

    public int Parallelism => _subtasks.Length;

    /// <summary>The clock of all attempts.</summary>
    public ManualTime Clock { get; } = new();

    public TestOperatorContext[] Contexts => _contexts;

    /// <summary>Begins an attempt, from what was completed last.</summary>
    /// <param name="parallelism">Its subtasks.</param>
    /// <param name="hasEnded">Whether that was taken after the end of all of them, which then does not come again.</param>
    public SinkJob<T> Start(int parallelism = 1, bool hasEnded = false)
    {
        Attempt++;
        var own = Completed is { } completed && completed.Job == Job ? Completed.Id : (long?)null;
        _contexts = [.. Enumerable.Range(0, parallelism).Select(subtask => new TestOperatorContext
        {
            Job = Job, AttemptNumber = Attempt, Subtask = subtask, Subtasks = parallelism, Restored = own, IsRestoredAfterEnd = hasEnded, Clock = Clock, OwnSerializers = Serializers,
        })];
        _subtasks = [.. _contexts.Select(_ => new SinkOperator<T>(create()))];
        for (var i = 0; i < parallelism; i++)
        {
            Completed?.Archive.RestoreTo(_contexts[i].Scope, i, parallelism);
            _subtasks[i].Setup(_contexts[i]);
            _subtasks[i].Open();
        }

        Work();
        return this;
    }

    public SinkJob<T> Write(int subtask, params T[] values)
    {
        foreach (var value in values) _subtasks[subtask].Collect(value, Timestamps.None);
        return this;
    }

    public void WriteAt(int subtask, T value, long timestamp) => _subtasks[subtask].Collect(value, timestamp);

    /// <summary>A barrier passes all subtasks.</summary>
    public SinkCheckpoint Barrier(int position = 0)
    {
        var archive = new StateArchive(_contexts[0].MaxParallelism);
        var checkpoint = new SinkCheckpoint(++_checkpoint, Job, archive, position);
        for (var i = 0; i < _subtasks.Length; i++)
        {
            _subtasks[i].PrepareBarrier(checkpoint.Id);
            _subtasks[i].Snapshot(checkpoint.Id);
            _contexts[i].Scope.Export(archive.NextSubtask());
        }

        return checkpoint;
    }

    /// <summary>A checkpoint is durable; the subtasks are told.</summary>
    public SinkJob<T> Complete(SinkCheckpoint checkpoint)
    {
        Completed = checkpoint;
        foreach (var subtask in _subtasks) subtask.CheckpointComplete(checkpoint.Id);
        Work();
        return this;
    }

    /// <summary>A barrier, and its completion.</summary>
    public SinkJob<T> Checkpoint(int position = 0) => Complete(Barrier(position));

    public SinkJob<T> EndInput(int? only = null)
    {
        for (var i = 0; i < _subtasks.Length; i++)
        {
            if (only is null || only == i) _subtasks[i].EndInput(0);
        }

        return this;
    }

    /// <summary>The job has ended well.</summary>
    public SinkJob<T> Finish()
    {
        foreach (var subtask in _subtasks) subtask.Finish();
        Work();
        foreach (var subtask in _subtasks) Assert.Equal(Progress.Done, subtask.Resume());
        return this;
    }

    /// <summary>The attempt ends and its subtasks know it; without this call they are dead, or zombies.</summary>
    public SinkJob<T> Close()
    {
        foreach (var context in _contexts) context.Cancel();
        foreach (var subtask in _subtasks) subtask.Close();
        return this;
    }

    /// <summary>Does what calls have brought back.</summary>
    public void Work()
    {
        foreach (var context in _contexts) context.RunCompleted();
    }
}

/// <summary>A checkpoint of a <see cref="SinkJob{T}"/>.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Job">The job that took it.</param>
/// <param name="Archive">The state of all subtasks.</param>
/// <param name="Position">Where the source was.</param>
internal sealed record SinkCheckpoint(long Id, JobId Job, StateArchive Archive, int Position);
