using System.Diagnostics;

namespace FlowActors.Bench.Campaigns.Crash;

/// <summary>
/// Kills this process at the call that its order names, and tells the campaign on standard output what happens here: one word and a number
/// a line. Thread-safe.
/// </summary>
internal sealed class KillSwitch(WorkerOrder order, TextWriter output)
{
    // What a round has shown or lost shows in the records that come behind it.
    private const int CheckpointsMin = 5;
    private const int RecordsMin = 1_000;

    private readonly Lock _lock = new();
    private readonly HashSet<(long Checkpoint, int Region, int Subtask)> _passed = [];
    private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _underWay;
    private long _completed;
    private int _checkpoints;
    private int _calls;
    private readonly int[] _records = new int[CrashRecords.Regions];
    private int _recordsBeforeFailure = 300;
    private int _failures;

    /// <summary>Completes when the job has taken some checkpoints in this process, and each region has had some records before the last of them.</summary>
    public Task HasTakenCheckpoints => _enough.Task;

    /// <summary>Kills the process if this is the call.</summary>
    public void At(KillPoint point)
    {
        if (Comes(point)) Kill();
    }

    /// <summary>Whether the process is to be killed at this call, by the caller.</summary>
    public bool Comes(KillPoint point) => point == order.Point && Interlocked.Increment(ref _calls) == order.Nth;

    /// <summary>Ends the process as a power cut would, as far as other processes can.</summary>
    public void Kill()
    {
        Tell("killed", order.Round);
        using var self = Process.GetCurrentProcess();
        self.Kill();
        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>Kills the process so many milliseconds later as the order says, while the caller goes on.</summary>
    public void KillLater()
    {
        var due = Stopwatch.GetTimestamp() + (long)(order.Delay / 1_000.0 * Stopwatch.Frequency);
        var thread = new Thread(() =>
        {
            while (Stopwatch.GetTimestamp() < due) Thread.SpinWait(20);
            Kill();
        });
        thread.Start();
    }

    /// <summary>A region's function takes a record.</summary>
    public void Processing(int region)
    {
        Interlocked.Increment(ref _records[region]);
        if (order.FailedRegion == region && _checkpoints > 0 && Interlocked.Decrement(ref _recordsBeforeFailure) == 0)
        {
            Interlocked.Increment(ref _failures);
            Tell("failed", region);
            throw new InvalidOperationException($"Region {region} is to fail in round {order.Round}.");
        }

        if (order.Point == KillPoint.BetweenBarriers && Volatile.Read(ref _completed) is > 0 and var completed && Volatile.Read(ref _underWay) <= completed) At(KillPoint.BetweenBarriers);
    }

    /// <summary>The barrier of a checkpoint passes a source.</summary>
    public void PassesSource(long checkpoint, int region, int subtask)
    {
        bool isSecond;
        lock (_lock)
        {
            _underWay = Math.Max(_underWay, checkpoint);
            _passed.Add((checkpoint, region, subtask));
            isSecond = _passed.Contains((checkpoint, region, 1 - subtask));
        }

        if (!isSecond || !Comes(KillPoint.DuringAlignment)) return;
        // This source holds its barrier back: those behind have got the other's, or get it now.
        Thread.Sleep(order.Delay);
        Kill();
    }

    /// <summary>A subtask has been told that a checkpoint is complete.</summary>
    public void Completed(long checkpoint)
    {
        lock (_lock)
        {
            if (checkpoint <= _completed) return;
            _completed = checkpoint;
            _checkpoints++;
            Tell("checkpoint", checkpoint);
        }

        if (_checkpoints >= CheckpointsMin && Array.TrueForAll(_records, count => count >= RecordsMin)) _enough.TrySetResult();
    }

    /// <summary>A subtask begins with restored state.</summary>
    public void Restores(long checkpoint)
    {
        Tell("restored", checkpoint);
        At(KillPoint.DuringRestore);
    }

    /// <summary>Tells the campaign something.</summary>
    public void Tell(string what, long number)
    {
        lock (_lock)
        {
            output.WriteLine($"{what} {number}");
            output.Flush();
        }
    }
}
