using System.Runtime.ExceptionServices;
using FlowActors.Operators;

namespace FlowActors.Runtime.Exchange;

/// <summary>
/// All outputs of one subtask: knows whether one of them is full, and bounds what user code emits beyond that. Used on the
/// subtask's thread, except <see cref="RoomMayBeThere"/>, <see cref="Hasten"/>, <see cref="Fail"/>, <see cref="Abort"/> and the figures.
/// </summary>
internal sealed class OutputGroup(RunQuantum quantum, int overdraftMax, IBlockingScope blocking) : IDisposable
{
    private readonly List<ChannelWriter> _writers = [];
    private readonly List<IFlushable> _flushables = [];

    // Room comes from a consumer that needs a core: spinning for it would take that core away.
    private readonly ManualResetEventSlim _room = new(false, spinCount: 0);
    private int _overdraft;
    private volatile bool _waits;
    private volatile bool _aborted;
    private volatile Exception? _failure;
    private volatile bool _hastened;
    private Exception? _writerFailure;

    /// <summary>
    /// True where nobody may wait for room, so that what is emitted goes beyond the overdraft: while operators open, as nobody reads yet, and
    /// for a snapshot.
    /// </summary>
    public bool NeverWaits { get; set; }

    /// <summary>Batches in overdraft now: closed, but without a credit.</summary>
    public int Overdraft => Volatile.Read(ref _overdraft);

    // A flush may close one batch for each channel at once; that alone must not make the engine wait. A block of records that have
    // suddenly grown can close more; then the engine waits as user code does, announced and until the attempt ends at most.
    private int Limit => overdraftMax + _writers.Count;

    /// <summary>Records handed to channels so far.</summary>
    public long RecordsOut { get; private set; }

    /// <summary>Batches handed to channels so far.</summary>
    public long BatchesOut { get; private set; }

    /// <summary>How often user code was made to wait because the overdraft was used up.</summary>
    public long OverdraftWaits { get; private set; }

    /// <summary>
    /// Batches handed to channels and not credited back as a share of the channels' credits; 0 without channels. From any thread
    /// once the outputs are built.
    /// </summary>
    public double PoolUsage
    {
        get
        {
            if (_writers.Count == 0) return 0;
            // Other threads change the credits in use while they are added up.
            return Math.Clamp((double)_writers.Sum(w => w.CreditsInUse) / Math.Max(1, _writers.Sum(w => w.Credits)), 0, 1);
        }
    }

    public void Add(ChannelWriter writer) => _writers.Add(writer);

    public void Add(IFlushable flushable) => _flushables.Add(flushable);

    /// <summary>Closes every open batch that holds something: the subtask has nothing else to do, or the flush interval is over.</summary>
    public void Flush()
    {
        _hastened = false;
        foreach (var flushable in _flushables) flushable.Flush();
        foreach (var writer in _writers) writer.Flush();
    }

    /// <summary>
    /// Blocks of records come to their channels, beyond the overdraft if need be, as a snapshot of what is under way waits for nobody.
    /// </summary>
    public void FlushBlocks()
    {
        NeverWaits = true;
        foreach (var flushable in _flushables) flushable.Flush();
        NeverWaits = false;
    }

    /// <summary>
    /// What is open has waited for too long: it leaves when the next record is emitted, or at the end of the run. From any thread,
    /// once the outputs are built; what a channel writes at the same moment may undo it for that channel, so it is repeated.
    /// </summary>
    public void Hasten()
    {
        _hastened = true;
        foreach (var flushable in _flushables) flushable.Hasten();
        foreach (var writer in _writers) writer.Hasten();
    }

    /// <summary>Closes what is open, if somebody has asked for that.</summary>
    internal void FlushIfHastened()
    {
        if (TakeHastened()) Flush();
    }

    /// <summary>Whether somebody has asked for what is open, who is the caller's from here on.</summary>
    internal bool TakeHastened()
    {
        if (!_hastened) return false;
        _hastened = false;
        return true;
    }

    /// <summary>
    /// Lets go what channels hold back in hope of more: the subtask stands still. Unlike <see cref="Flush"/> it closes nothing.
    /// </summary>
    public void Push()
    {
        foreach (var writer in _writers) writer.Push();
    }

    /// <summary>True when a flush cannot make the subtask wait.</summary>
    public bool CanFlush => _overdraft <= overdraftMax;

    /// <summary>
    /// Sends what is in overdraft, as far as there are credits. Called between runs only: until then an output that was full
    /// counts as full, so that nothing overtakes what a suspended operator holds.
    /// </summary>
    /// <returns>True when nothing is left in overdraft.</returns>
    /// <remarks>Throws what a writer failed with before.</remarks>
    public bool Drain()
    {
        ThrowIfWriterFailed();
        if (_overdraft != 0)
        {
            foreach (var writer in _writers) writer.Drain();
            if (_overdraft != 0) return false;
        }

        if (quantum.IsOutputFull) quantum.SetOutputFull(false);
        return true;
    }

    /// <summary>A channel may have room; from any thread.</summary>
    public void RoomMayBeThere()
    {
        if (_waits) _room.Set();
    }

    /// <summary>A channel is lost, and with it perhaps the room that is waited for: the wait throws; from any thread.</summary>
    public void Fail(Exception failure)
    {
        _failure = failure;
        _room.Set();
    }

    /// <summary>
    /// A writer failed, as in a serializer, perhaps while user code emitted, which may catch what comes back. Records that the
    /// writer had taken are lost with it, so the run ends, and the next call of <see cref="Drain"/> throws the failure again.
    /// </summary>
    public void WriterFailed(Exception failure)
    {
        if (failure is AttemptEndedException or ThreadInterruptedException) return;
        _writerFailure ??= failure;
        quantum.Interrupt();
    }

    /// <summary>True once a writer has failed.</summary>
    public bool HasFailedWriter => _writerFailure is not null;

    /// <summary>Throws what a writer failed with before.</summary>
    public void ThrowIfWriterFailed()
    {
        if (_writerFailure is { } failure) ExceptionDispatchInfo.Throw(failure);
    }

    /// <summary>Ends a wait for room for good; from any thread.</summary>
    public void Abort()
    {
        _aborted = true;
        _room.Set();
    }

    /// <summary>Drops what was not sent; the batches go to the garbage collector.</summary>
    public void Dispose()
    {
        foreach (var writer in _writers) writer.Dispose();
        _room.Dispose();
    }

    internal void Sent(int records)
    {
        RecordsOut += records;
        BatchesOut++;
    }

    internal void OverdraftRemoved() => Volatile.Write(ref _overdraft, _overdraft - 1);

    /// <summary>
    /// A batch has gone into overdraft. Loops of the engine see the full output and stop; user code that goes on emitting is
    /// made to wait once the overdraft is used up.
    /// </summary>
    internal void OverdraftAdded()
    {
        OverdraftRestored();
        if (_overdraft > Limit && !NeverWaits) WaitForRoom();
    }

    /// <summary>A batch was put back into overdraft: nothing else leaves, and nothing is taken in, before it has left.</summary>
    internal void OverdraftRestored()
    {
        Volatile.Write(ref _overdraft, _overdraft + 1);
        quantum.SetOutputFull(true);
    }

    private void WaitForRoom()
    {
        OverdraftWaits++;
        using var scope = blocking.Enter();
        _waits = true;
        try
        {
            while (true)
            {
                _room.Reset();
                // Looked at after the reset: a wake-up from here on is not lost.
                if (_aborted) throw new AttemptEndedException();
                if (_failure is { } failure) ExceptionDispatchInfo.Throw(failure);
                foreach (var writer in _writers) writer.Drain();
                if (_overdraft <= Limit) return;
                Push();
                _room.Wait();
            }
        }
        finally
        {
            _waits = false;
        }
    }
}
