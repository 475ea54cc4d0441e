using System.Diagnostics;
using FlowActors.Bench.Harness;

namespace FlowActors.Bench.Cluster;

/// <summary>When the subtasks of the sink had records, as they have said. Thread-safe.</summary>
internal sealed class RecordFlow
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(10);
    private readonly List<FlowMark> _marks = [];
    private long _records;
    private int _attempt;

    /// <summary>How many records there were, repeated ones included.</summary>
    public long Records => Interlocked.Read(ref _records);

    /// <summary>The latest attempt.</summary>
    public int Attempt => Volatile.Read(ref _attempt);

    /// <summary>Takes what a subtask has said.</summary>
    public void Add(FlowMark mark)
    {
        lock (_marks)
        {
            _marks.Add(mark);
            _records += mark.Records;
            _attempt = Math.Max(_attempt, mark.Attempt);
        }
    }

    /// <summary>Waits until all subtasks have records in an attempt later than that.</summary>
    /// <returns>From the last record before, of the subtask that stood still first, to the first record of the subtask that had it last.</returns>
    /// <exception cref="BenchException">They have none.</exception>
    public async Task<FlowGap> UntilAfterAsync(int attempt, int subtasks, TimeSpan patience, CancellationToken cancellationToken)
    {
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < patience; await Task.Delay(s_look, cancellationToken))
        {
            lock (_marks)
            {
                var latest = Attempt;
                if (latest <= attempt) continue;
                var first = _marks.Where(m => m.Attempt == latest).GroupBy(m => m.Subtask).Select(g => g.Min(m => m.At)).ToList();
                if (first.Count < subtasks) continue;
                // A subtask speaks some 20 ms after it has spoken, at the earliest: the gap is too long by that at most.
                var last = _marks.Where(m => m.Attempt == attempt).GroupBy(m => m.Subtask).Min(g => g.Max(m => m.At));
                return new FlowGap(last, first.Max());
            }
        }

        throw new BenchException($"No records flow {patience.TotalSeconds:F0} s later: attempt {Attempt}, after {attempt}.");
    }

    /// <summary>The longest time without records of any subtask.</summary>
    public TimeSpan LongestGap(long from, long to)
    {
        lock (_marks)
        {
            return _marks.Where(m => m.At >= from && m.At <= to).GroupBy(m => m.Subtask).Max(g =>
                g.Select(m => m.At).Append(to).Order().Aggregate((At: from, Gap: TimeSpan.Zero), (g, at) => (at, Max(g.Gap, Stopwatch.GetElapsedTime(g.At, at)))).Gap);
        }
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}

/// <summary>A time in which some subtask had no records, by the machine's monotonic clock.</summary>
/// <param name="From">The last record before it.</param>
/// <param name="To">All have records again.</param>
internal readonly record struct FlowGap(long From, long To)
{
    public double Seconds => Stopwatch.GetElapsedTime(From, To).TotalSeconds;
}
