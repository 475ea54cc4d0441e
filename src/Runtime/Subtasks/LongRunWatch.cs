using System.Diagnostics;
using FlowActors.Threading;

namespace FlowActors.Runtime.Subtasks;

/// <summary>
/// Sees to it that time sends records on, and not their number: a run that is older than the flush interval is told to stop at its
/// next record, and what it has emitted leaves at its next emission or at its end. So a function that takes long for each record holds
/// nothing back. Thread-safe.
/// </summary>
/// <param name="subtasks">The subtasks of the node.</param>
internal sealed class LongRunWatch(NodeSubtasks subtasks) : IDisposable
{
    private const int QuietLooksMax = 50;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(2);

    /// <summary>Where there are many subtasks, a look takes time: it is taken less often.</summary>
    private static readonly TimeSpan IntervalForEachThousand = TimeSpan.FromMilliseconds(2);

    private readonly ManualResetEventSlim _wakes = new(false, spinCount: 0);
    private volatile bool _isAsleep;
    private volatile bool _isDisposed;

    /// <summary>True while nobody looks, as nothing is at work.</summary>
    internal bool IsAsleep => _isAsleep;

    /// <summary>Starts the thread that looks.</summary>
    public void Start(IThreadStarter threads) => threads.Start("flowactors-long-runs", Watch);

    /// <summary>A run begins: from here on somebody must look. Costs one read of a field while somebody does.</summary>
    public void RunStarts()
    {
        if (_isAsleep) _wakes.Set();
    }

    /// <summary>Looks at all subtasks once.</summary>
    /// <param name="now">A timestamp of <see cref="Stopwatch"/>.</param>
    /// <returns>How many there are, and whether one is at work.</returns>
    internal (int Count, bool IsAnyAtWork) Look(long now)
    {
        var (count, isAnyAtWork) = (0, false);
        foreach (var subtask in subtasks.All)
        {
            count++;
            var since = subtask.Figures.CallSince;
            if (since == 0) continue;
            isAnyAtWork = true;
            if (now - since >= subtask.FlushTicks) subtask.Hasten();
        }

        return (count, isAnyAtWork);
    }

    public void Dispose()
    {
        _isDisposed = true;
        _wakes.Set();
    }

    private void Watch()
    {
        var quiet = 0;
        while (!_isDisposed)
        {
            var (count, isAnyAtWork) = Look(Stopwatch.GetTimestamp());
            quiet = isAnyAtWork ? 0 : quiet + 1;
            if (quiet <= QuietLooksMax)
            {
                Thread.Sleep(Interval + (count / 1_000 * IntervalForEachThousand));
                continue;
            }

            Sleep();
            quiet = 0;
        }
    }

    // A run that does not see the flag has begun before it was up, and is seen by the look after it. The fence is for both sides, so
    // that runs need none.
    private void Sleep()
    {
        _wakes.Reset();
        _isAsleep = true;
        Interlocked.MemoryBarrierProcessWide();
        if (!Look(Stopwatch.GetTimestamp()).IsAnyAtWork && !_isDisposed) _wakes.Wait();
        _isAsleep = false;
    }
}
