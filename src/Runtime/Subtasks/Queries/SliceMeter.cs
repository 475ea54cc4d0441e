using System.Diagnostics.Metrics;

namespace FlowActors.Runtime.Subtasks.Queries;

/// <summary>Measures how long slices of scans hold the threads of a node's subtasks, while somebody listens; else it costs a look. Thread-safe.</summary>
internal sealed class SliceMeter
{
    private (Histogram<double> Histogram, KeyValuePair<string, object?> Node)? _told;

    /// <summary>Where it is told from here on.</summary>
    /// <param name="histogram">Milliseconds.</param>
    /// <param name="node">The address of the node.</param>
    public void TellTo(Histogram<double> histogram, string node) => _told = (histogram, new KeyValuePair<string, object?>("node", node));

    /// <summary>Does a slice, on the subtask's thread.</summary>
    /// <param name="slice">Does not throw.</param>
    public T Measure<T>(Func<T> slice)
    {
        if (_told is not ({ Enabled: true } histogram, var node)) return slice();
        var before = ThreadTime.Now;
        var done = slice();
        var elapsed = ThreadTime.Now - before;
        try
        {
            histogram.Record(elapsed.TotalMilliseconds, node);
        }
        catch (Exception)
        {
            // A listener that throws does without; the subtask does not.
        }

        return done;
    }
}
