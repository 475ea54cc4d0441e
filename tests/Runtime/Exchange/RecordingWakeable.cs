using FlowActors.Runtime.Exchange;

namespace FlowActors.Runtime.Tests.Exchange;

/// <summary>Counts wake-ups and keeps the first failure; a thread can sleep until the next wake-up.</summary>
internal sealed class RecordingWakeable : IWakeable, IDisposable
{
    // Holds one wake-up at most: a lost one is not made up for by older ones.
    private readonly AutoResetEvent _woken = new(false);
    private int _wakes;

    public int Wakes => Volatile.Read(ref _wakes);

    public Exception? Failure { get; private set; }

    /// <summary>Sleeps until it is woken; fails the test when nobody does.</summary>
    public void Sleep() => Assert.True(_woken.WaitOne(TimeSpan.FromSeconds(30)), "Nobody woke a sleeper: a wake-up was lost.");

    public void Wake()
    {
        Interlocked.Increment(ref _wakes);
        _woken.Set();
    }

    public void BarrierAnnounced()
    {
    }

    public void Fail(Exception failure) => Failure ??= failure;

    public void Dispose() => _woken.Dispose();
}
