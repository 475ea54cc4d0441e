using System.Diagnostics;

namespace FlowActors.Bench.Work;

/// <summary>
/// When records are due: at a fixed rate from a start on, whatever became of those before, so that a stall counts for every
/// record that it delays. Times are ticks of <see cref="Stopwatch"/>.
/// </summary>
internal sealed class OpenLoop(long start, int recordsPerSecond)
{
    /// <summary>When a record is due.</summary>
    public long Due(long record) => start + (long)((Int128)record * Stopwatch.Frequency / recordsPerSecond);

    /// <summary>How many records are due at a time.</summary>
    public long DueCount(long now) => now < start ? 0 : (long)((Int128)(now - start) * recordsPerSecond / Stopwatch.Frequency) + 1;
}
