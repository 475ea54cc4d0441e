using FlowActors.Runtime.Control;
using FlowActors.Runtime.Control.Coordination;

namespace FlowActors.Runtime.Hosting;

/// <summary>
/// Says on standard error, once, that a job of an embedded host has failed, when nobody waits for its end or has seen it: its
/// client may have been let go of, and the program would go on as if nothing had happened. Thread-safe.
/// </summary>
/// <param name="held">The jobs that somebody holds a client of.</param>
/// <param name="time">The clock.</param>
/// <param name="write">Writes a text to standard error.</param>
internal sealed class UnawaitedFailures(HeldJobs held, TimeProvider time, Action<string> write) : IDisposable
{
    /// <summary>How long a program has to ask, for a job may fail before the one who has submitted it gets to that.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<JobId, Failure> _untold = [];
    private bool _disposed;

    /// <summary>A job has failed.</summary>
    public void Add(JobSpec job, AttemptFailure failure)
    {
        var client = held.Find(job.Id);
        if (client?.IsAwaited == true) return;
        lock (_gate)
        {
            if (_disposed) return;
            _untold[job.Id] = new Failure(
                TextOf(job, failure), client, time.CreateTimer(_ => Tell(job.Id), null, Grace, Timeout.InfiniteTimeSpan));
        }
    }

    /// <summary>The host stops: what is not told now is never told.</summary>
    public void Dispose()
    {
        JobId[] untold;
        lock (_gate)
        {
            _disposed = true;
            untold = [.. _untold.Keys];
        }

        foreach (var job in untold) Tell(job);
    }

    private void Tell(JobId job)
    {
        Failure? failure;
        lock (_gate)
        {
            if (!_untold.Remove(job, out failure)) return;
        }

        failure.Timer.Dispose();
        if (failure.Client?.IsAwaited != true && held.Find(job)?.IsAwaited != true) write(failure.Text);
    }

    private static string TextOf(JobSpec job, AttemptFailure failure)
    {
        var where = FailurePlace.Of(failure.Cause.Operator, failure.Subtask, failure.Cause.Position) + FailurePlace.OfRecord(failure.Cause.Record);
        return $"Job '{job.JobName}' has failed{where} (attempt {failure.Attempt}), and nobody awaits its end (IJobClient.WaitForEndAsync): " +
            failure.Cause.Details;
    }

    // Keeps the client's share alive: one that has waited and is collected since has been told.
    private sealed record Failure(string Text, HeldJob? Client, ITimer Timer);
}
