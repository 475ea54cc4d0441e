using FlowActors.Threading;

namespace FlowActors.Runtime.Subtasks.Metrics;

/// <summary>
/// Reads users' gauges for somebody who must not be held up: on other threads, for so long and no longer. One that does not
/// return in a step of that time gets the thread for itself, and another thread goes on with the rest.
/// </summary>
internal sealed class GaugeReader(IThreadStarter threads, TimeSpan limit)
{
    private const int Steps = 10;

    /// <summary>For a scrape.</summary>
    public static GaugeReader Default { get; } = new(ProcessThreads.Instance, TimeSpan.FromMilliseconds(250));

    /// <summary>Reads all that are not being read; returns when they are read or the time is up. Never throws.</summary>
    public void Read(IEnumerable<UserGauge> gauges)
    {
        var round = new Round([.. gauges.Where(g => !g.IsReading)]);
        if (round.IsOver) return;
        for (var step = 0; step < Steps; step++)
        {
            var before = round.Done;
            // The first thread, or the one before has made no progress.
            if (step == 0 || round.Stands(before)) TryStart(round);
            if (round.Wait(limit / Steps)) return;
        }

        round.GiveUp(limit);
    }

    private void TryStart(Round round)
    {
        try
        {
            threads.Start("flowactors-gauges", round.Run);
        }
        catch (ThreadLimitException)
        {
            // The values before stay.
        }
    }

    private sealed class Round(UserGauge[] gauges)
    {
        // Left to the garbage collector: a thread may come back when nobody waits any more.
        private readonly ManualResetEventSlim _over = new(gauges.Length == 0, spinCount: 0);
        private int _next;
        private int _done;
        private int _lastDone;
        private volatile bool _isGivenUp;

        public bool IsOver => _over.IsSet;

        public int Done => Volatile.Read(ref _done);

        /// <summary>True when nothing was read since the last question.</summary>
        public bool Stands(int done)
        {
            var stands = done == _lastDone;
            _lastDone = done;
            return stands;
        }

        public bool Wait(TimeSpan time) => _over.Wait(time);

        public void Run()
        {
            while (!_isGivenUp)
            {
                var index = Interlocked.Increment(ref _next) - 1;
                if (index >= gauges.Length) return;
                gauges[index].Read();
                if (Interlocked.Increment(ref _done) == gauges.Length) _over.Set();
            }
        }

        public void GiveUp(TimeSpan limit)
        {
            _isGivenUp = true;
            foreach (var gauge in gauges.Where(g => g.IsReading)) gauge.Overdue(limit);
        }
    }
}
