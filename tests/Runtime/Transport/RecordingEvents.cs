using System.Threading.Channels;
using FlowActors.Runtime.Transport;

namespace FlowActors.Runtime.Tests.Transport;

/// <summary>Keeps what a sender hears; can be awaited.</summary>
internal sealed class RecordingEvents : IFrameOutputEvents
{
    private readonly Channel<int> _credits = Channel.CreateUnbounded<int>();
    private readonly Channel<bool> _writable = Channel.CreateUnbounded<bool>();
    private readonly TaskCompletionSource<DataConnectionException> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _failures;
    private int _wakes;

    public Task<DataConnectionException> Failed => _failed.Task;

    public int Failures => Volatile.Read(ref _failures);

    public int Wakes => Volatile.Read(ref _wakes);

    /// <summary>Completes at the next wake-up or failure.</summary>
    public ValueTask<bool> WritableAsync() => _writable.Reader.ReadAsync();

    public ValueTask<int> CreditAsync() => _credits.Reader.ReadAsync();

    public int Credits()
    {
        var sum = 0;
        while (_credits.Reader.TryRead(out var credits)) sum += credits;
        return sum;
    }

    public void OnWritable()
    {
        Interlocked.Increment(ref _wakes);
        _writable.Writer.TryWrite(true);
    }

    public void OnCredit(int credits) => _credits.Writer.TryWrite(credits);

    public void OnFailed(DataConnectionException failure)
    {
        Interlocked.Increment(ref _failures);
        _failed.TrySetResult(failure);
        _credits.Writer.TryComplete(failure);
        _writable.Writer.TryWrite(true);
    }
}
