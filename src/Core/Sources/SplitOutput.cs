using FlowActors.Operators;

namespace FlowActors.Sources;

/// <summary>
/// Where the records of one split go. The engine has the loop: it asks before each record whether the subtask may go on, and notes that the
/// source is at work. Used on the subtask's thread.
/// </summary>
/// <typeparam name="T">The records.</typeparam>
public sealed class SplitOutput<T> : ISplitAtHand
{
    private readonly RunQuantum _quantum;
    private readonly ExecutionCursor _at;
    private readonly int _chainIndex;
    private readonly Output<T> _output;
    private readonly SourceEventTime<T> _eventTime;
    private readonly SplitClock<T> _split;
    private readonly RecordAllowance? _allowance;
    private long _read;
    private int _granted;
    private int _left; // of those, with the one at hand

    internal SplitOutput(OperatorContext context, Output<T> output, SourceEventTime<T> eventTime, SplitClock<T> split, RecordAllowance? allowance = null)
    {
        _quantum = context.Quantum;
        _at = context.Cursor;
        _chainIndex = context.ChainIndex;
        _output = output;
        _eventTime = eventTime;
        _split = split;
        _allowance = allowance;
    }

    string ISplitAtHand.Name => _split.Name;

    bool ISplitAtHand.IsReading => _granted > 0;

    long ISplitAtHand.RecordsRead => _granted > 0 ? _read + (_granted - _left) + 1 : _read;

    /// <summary>Emits what the cursor gives until it has nothing at hand or the subtask must stop; the cursor then stands behind the last record that was emitted.</summary>
    /// <param name="cursor">Gives the records.</param>
    /// <returns>Done when the cursor has nothing at hand; else why it stopped, which <see cref="SourceReader{T,TSplit}.Read"/> hands on.</returns>
    public Progress Emit<TCursor>(ref TCursor cursor)
        where TCursor : struct, IRecordCursor<T>
    {
        if (_eventTime.HasStrategy) return EmitTimed(ref cursor);
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

            if (_allowance is not null && !IsAllowed(ref granted))
            {
                cursor = local;
                return Progress.Waiting;
            }

            BeginGrant(granted);
            try
            {
                for (; granted > 0 && !quantum.IsRaised; granted--)
                {
                    // The chain behind has run since the last record: a failure from here on is the source's again.
                    at.ChainIndex = index;
                    if (!local.TryNext(out var record, out var timestamp))
                    {
                        quantum.GiveBack(granted);
                        EndGrant(granted);
                        cursor = local;
                        return Progress.Done;
                    }

                    output.Collect(record, timestamp);
                }
            }
            catch (Exception) when (IsNoted(granted))
            {
                throw;
            }

            EndGrant(granted);
        }
    }

    /// <summary>
    /// Says that no record of the split at or below this event time follows; the engine combines the splits of a reader. Makes the split
    /// active. Where the program gave the source a watermark strategy, that speaks instead, and this does nothing.
    /// </summary>
    /// <param name="timestamp">In ms; one below the last is ignored and counted.</param>
    public void Watermark(long timestamp)
    {
        if (_eventTime.HasStrategy) return;
        _eventTime.Keep(_split);
        _split.Clock.EmitWatermark(timestamp);
    }

    /// <summary>
    /// Says that the split is idle, so that it does not hold event time back, or active again. A source without a watermark strategy is idle
    /// until one of its splits says that it is active; where there is a strategy, this does nothing.
    /// </summary>
    public void Status(bool active)
    {
        if (_eventTime.HasStrategy) return;
        _eventTime.Keep(_split);
        if (active) _split.Clock.MarkActive();
        else _split.Clock.MarkIdle();
    }

    /// <summary>
    /// Says that the split was read to its end, so that it takes no part in event time any more: one that is not ended holds the others back,
    /// until the reader says that all its splits have ended. What is emitted afterwards makes it take part again.
    /// </summary>
    public void End() => _eventTime.End(_split);

    /// <summary>Says that records of the split are there and must wait, as for a rate, or that they need not any more: meanwhile it is not taken as idle.</summary>
    public void Pause(bool isPaused) => _split.IsPaused = isPaused;

    // As the loop above, with event time.
    private Progress EmitTimed<TCursor>(ref TCursor cursor)
        where TCursor : struct, IRecordCursor<T>
    {
        var (quantum, at, index, output, clock, local) = (_quantum, _at, _chainIndex, _output, _split.Clock, cursor);
        while (true)
        {
            var granted = quantum.Grant(int.MaxValue);
            if (granted == 0)
            {
                cursor = local;
                return quantum.Stop;
            }

            if (_allowance is not null && !IsAllowed(ref granted))
            {
                cursor = local;
                return Progress.Waiting;
            }

            BeginGrant(granted);
            try
            {
                for (; granted > 0 && !quantum.IsRaised; granted--)
                {
                    at.ChainIndex = index;
                    if (!local.TryNext(out var record, out var timestamp))
                    {
                        quantum.GiveBack(granted);
                        EndGrant(granted);
                        cursor = local;
                        return Progress.Done;
                    }

                    if (clock.IsAtRest) _eventTime.Begin(_split);
                    timestamp = clock.Assign(record, timestamp);
                    output.Collect(record, timestamp);
                    clock.OnEvent(record, timestamp);
                }
            }
            catch (Exception) when (IsNoted(granted))
            {
                throw;
            }

            EndGrant(granted);
        }
    }

    private bool IsAllowed(ref int granted)
    {
        var allowed = _allowance!.Take(granted);
        _quantum.GiveBack(granted - allowed);
        granted = allowed;
        return allowed > 0;
    }

    // So many records may be read.
    private void BeginGrant(int granted)
    {
        _at.Split = this;
        _granted = granted;
        _left = granted;
    }

    private void EndGrant(int left)
    {
        _read += _granted - left;
        _allowance?.Settle(_granted, _granted - left);
        _granted = 0;
    }

    // A filter, which runs where the exception was thrown and lets it pass: so the loops write nothing for each record.
    private bool IsNoted(int left)
    {
        _left = left;
        return false;
    }
}
