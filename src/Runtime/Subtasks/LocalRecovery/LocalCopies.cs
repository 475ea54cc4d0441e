using System.Diagnostics.CodeAnalysis;
using FlowActors.Files;
using FlowActors.Runtime.Checkpoints.Restoring;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Runtime.Subtasks.Deployment;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Subtasks.LocalRecovery;

/// <summary>
/// Local recovery, as Flink calls it: the files of databases that the subtasks of this node have stored for a checkpoint stay linked on its
/// disk, so that an attempt that begins here with that checkpoint need not fetch them. Where a subtask stood still there, its database waits
/// open beside them. A copy is found by the name of the stored file, which nobody gives twice, and its length and checksum are compared; where
/// it is not there or not whole the stored file is fetched. So nothing depends on what is kept: it is removed as soon as another checkpoint is
/// complete, the job has ended, or nothing of the job has run here for a while. Thread-safe.
/// </summary>
/// <param name="files">The disk.</param>
/// <param name="runBlocking">Runs something on a thread that may block.</param>
/// <param name="time">Tells how long nothing has run.</param>
/// <param name="keep">For how long copies of a job are kept of which nothing runs here.</param>
/// <param name="log">Told of copies that cannot be used.</param>
internal sealed class LocalCopies(IFileSystem files, Action<Action> runBlocking, TimeProvider time, TimeSpan keep, ILogger log) : ILocalCopies, IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<JobId, CopiesOfJob> _jobs = [];
    private readonly Dictionary<JobId, ITimer> _idle = [];

    // Of no use any more, and not yet removed.
    private readonly Queue<LocalCopy> _over = [];
    private readonly Lock _removal = new();
    private bool _isDisposed;

    /// <summary>An attempt is handed to this node; before any of its subtasks is restored.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="checkpoint">The checkpoint of the job's own that it begins with; null for none.</param>
    public void Begin(AttemptId attempt, long? checkpoint) => Change(() =>
    {
        StopWaiting(attempt.Job);
        if (!_jobs.TryGetValue(attempt.Job, out var copies)) _jobs.Add(attempt.Job, copies = new CopiesOfJob());
        return copies.Begin(attempt, checkpoint);
    });

    /// <summary>Nothing of an attempt runs here any more. What is kept of it is there for the next one.</summary>
    public void End(AttemptId attempt) => Change(() =>
    {
        if (!_jobs.TryGetValue(attempt.Job, out var copies)) return [];
        copies.End(attempt);
        if (!copies.IsIdle || _idle.ContainsKey(attempt.Job)) return [];
        ITimer? timer = null;
        timer = time.CreateTimer(_ => Expire(attempt.Job, timer), null, keep, Timeout.InfiniteTimeSpan);
        _idle.Add(attempt.Job, timer);
        return [];
    });

    /// <summary>A job has ended.</summary>
    public void Forget(JobId job) => Change(() =>
    {
        StopWaiting(job);
        return _jobs.Remove(job, out var copies) ? copies.Clear() : [];
    });

    /// <summary>Nobody knows any more what runs here.</summary>
    public void Clear() => Change(ClearAll);

    /// <summary>Takes the files of a subtask's part of a checkpoint that were stored; at once disposed of where they are of no use. Blocks.</summary>
    /// <param name="attempt">Whose they are.</param>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="copy">The files.</param>
    /// <param name="standsStill">Whether the subtask stands still from there on, so that its database may stay open.</param>
    public void Keep(AttemptId attempt, long checkpoint, LocalCopy copy, bool standsStill = false)
    {
        lock (_gate)
        {
            if (!_isDisposed && _jobs.TryGetValue(attempt.Job, out var copies) && copies.TryKeep(attempt, checkpoint, copy))
            {
                if (standsStill) copy.KeepOpen();
                return;
            }

            _over.Enqueue(copy);
        }

        RemoveOver();
    }

    /// <summary>A checkpoint is complete.</summary>
    public void Completed(JobId job, long checkpoint) => Change(() => _jobs.GetValueOrDefault(job)?.Completed(checkpoint) ?? []);

    /// <summary>A checkpoint is aborted, and all before it but those that go on.</summary>
    public void Aborted(JobId job, long checkpoint, IReadOnlyList<long> underWay) =>
        Change(() => _jobs.GetValueOrDefault(job)?.Aborted(checkpoint, underWay) ?? []);

    public bool TryBring(JobId job, StateHandle stored, string path)
    {
        string? copy;
        lock (_gate) copy = _jobs.GetValueOrDefault(job)?.Find(stored.Name);
        if (copy is null) return false;
        try
        {
            FetchedFile.Bring(files, copy, stored, path, mayLink: true);
            return true;
        }
        catch (SnapshotReadException e)
        {
            LocalRecoveryLog.CopyNotUsed(log, copy, stored.Name, job, e.What);
            return false;
        }
    }

    public IDisposable? TryTakeOpen(JobId job, long checkpoint, string database)
    {
        lock (_gate) return _jobs.GetValueOrDefault(job)?.TryTakeOpen(checkpoint, database);
    }

    /// <summary>
    /// Removes all, on the caller's thread, also what was to be removed on others, which may run no more: the node has ended. Blocks until nothing is
    /// left; again does nothing.
    /// </summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            foreach (var copy in ClearAll()) _over.Enqueue(copy);
        }

        RemoveOver();
    }

    private void Expire(JobId job, ITimer? timer) => Change(() =>
    {
        // Another attempt may have begun, and ended, meanwhile.
        if (timer is null || _idle.GetValueOrDefault(job) != timer) return [];
        StopWaiting(job);
        return _jobs.Remove(job, out var copies) ? copies.Clear() : [];
    });

    private List<LocalCopy> ClearAll()
    {
        foreach (var job in _idle.Keys.ToList()) StopWaiting(job);
        var all = _jobs.Values.SelectMany(copies => copies.Clear()).ToList();
        _jobs.Clear();
        return all;
    }

    private void StopWaiting(JobId job)
    {
        if (_idle.Remove(job, out var timer)) timer.Dispose();
    }

    // Who calls may be an operator's thread, which waits for no disk.
    private void Change(Func<IReadOnlyList<LocalCopy>> change)
    {
        lock (_gate)
        {
            var over = change();
            if (over.Count == 0) return;
            foreach (var copy in over) _over.Enqueue(copy);
        }

        runBlocking(RemoveOver);
    }

    private void RemoveOver()
    {
        // One after the other, so that who ends the node waits for the one that is being removed.
        lock (_removal)
        {
            while (TryTakeOver(out var copy)) copy.Dispose();
        }
    }

    private bool TryTakeOver([NotNullWhen(true)] out LocalCopy? copy)
    {
        lock (_gate) return _over.TryDequeue(out copy);
    }
}
