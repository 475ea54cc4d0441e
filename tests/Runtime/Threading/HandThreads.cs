using FlowActors.Threading;

namespace FlowActors.Runtime.Tests.Threading;

/// <summary>Threads of which a test says how many there may be, and when one starts.</summary>
internal sealed class HandThreads : IThreadStarter
{
    private readonly ManualResetEventSlim _mayStart = new(true);
    private int _running;
    private int _limit = int.MaxValue;

    /// <summary>Set when somebody starts one.</summary>
    public ManualResetEventSlim Starting { get; } = new();

    public int Limit
    {
        get => Volatile.Read(ref _limit);
        set => Volatile.Write(ref _limit, value);
    }

    /// <summary>Threads that run now.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>From here on who starts a thread stands still.</summary>
    public void Hold() => _mayStart.Reset();

    public void Release() => _mayStart.Set();

    public void Start(string name, Action body)
    {
        Starting.Set();
        _mayStart.Wait();
        if (Interlocked.Increment(ref _running) > Limit)
        {
            Interlocked.Decrement(ref _running);
            throw new ThreadLimitException(name, new InsufficientMemoryException("no more threads"));
        }

        ProcessThreads.Instance.Start(name, () =>
        {
            body();
            Interlocked.Decrement(ref _running);
        });
    }
}
