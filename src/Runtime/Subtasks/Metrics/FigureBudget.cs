using FlowActors.Runtime.Protocols;

namespace FlowActors.Runtime.Subtasks.Metrics;

/// <summary>Bounds what one subtask registers under names, so that all of it fits into one control message. Thread-safe.</summary>
/// <param name="what">What is registered.</param>
/// <param name="bytesMax">How many bytes names and values may take.</param>
internal sealed class FigureBudget(string what, int bytesMax)
{
    private int _bytes;
    private int _count;

    /// <summary>Makes room for one more.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public void Take(string name)
    {
        var bytes = ControlText.Bytes(name) + ControlLimits.ValueBytes;
        if (Interlocked.Add(ref _bytes, bytes) > bytesMax)
        {
            Interlocked.Add(ref _bytes, -bytes);
            throw new InvalidOperationException(
                $"There is no room for '{ControlText.Cut(name, 256)}': this subtask has {_count} {what}, and together they may take {bytesMax} " +
                $"bytes, their names and {ControlLimits.ValueBytes} for each. They are for a few sums of a whole job: emit what belongs to single " +
                "keys as records.");
        }

        Interlocked.Increment(ref _count);
    }
}
