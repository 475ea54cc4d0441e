using FlowActors.Operators;

namespace FlowActors.Sources;

/// <summary>
/// Where the records of one split go. The engine has the loop: it asks before each record whether the subtask may go on, and notes that the
/// source is at work. Used on the subtask's thread.
/// </summary>
/// <typeparam name="T">The records.</typeparam>
public sealed class SplitOutput<T>
{
    private readonly RunQuantum _quantum;
    private readonly ExecutionCursor _at;
    private readonly int _chainIndex;
    private readonly Output<T> _output;
    private readonly IEventTime _eventTime;

    internal SplitOutput(OperatorContext context, Output<T> output)
    {
        _quantum = context.Quantum;
        _at = context.Cursor;
        _chainIndex = context.ChainIndex;
        _output = output;
        _eventTime = context.EventTime;
    }

    /// <summary>Emits what the cursor gives until it has nothing at hand or the subtask must stop; the cursor then stands behind the last record that was emitted.</summary>
    /// <param name="cursor">Gives the records.</param>
    /// <returns>Done when the cursor has nothing at hand; else why it stopped, which <see cref="SourceReader{T,TSplit}.Read"/> hands on.</returns>
    public Progress Emit<TCursor>(ref TCursor cursor)
        where TCursor : struct, IRecordCursor<T>
    {
        // Locals: the loop is the hottest of a job that makes its own input.
        var quantum = _quantum;
        var at = _at;
        var index = _chainIndex;
        var output = _output;
        var local = cursor;
        while (true)
        {
            var granted = quantum.Grant(int.MaxValue);
            if (granted == 0)
            {
                cursor = local;
                return quantum.Stop;
            }

            for (; granted > 0 && !quantum.IsRaised; granted--)
            {
                // The chain behind has run since the last record: a failure from here on is the source's again.
                at.ChainIndex = index;
                if (!local.TryNext(out var record, out var timestamp))
                {
                    quantum.GiveBack(granted);
                    cursor = local;
                    return Progress.Done;
                }

                output.Collect(record, timestamp);
            }
        }
    }

    /// <summary>Says for the whole source that no record at or below this event time follows: a reader of several splits combines them itself.</summary>
    /// <param name="timestamp">In ms; never below the last one.</param>
    public void Watermark(long timestamp) => _eventTime.Watermark(timestamp);

    /// <summary>Says for the whole source that it has become idle, so that it does not hold event time back, or active again.</summary>
    public void Status(bool active) => _eventTime.Status(active);
}
