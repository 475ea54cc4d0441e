using FlowActors.State;
using FlowActors.State.RocksDb.Budget;

namespace FlowActors.StateBackend.Tests.RocksDb;

/// <summary>Databases that wait open count, and go before one that is opened is refused, whoever closes them.</summary>
public sealed class StateMemoryTests : IDisposable
{
    private readonly StateMemory _memory = new(2 * StateMemory.LeastOfDatabase);
    private readonly ManualResetEventSlim _begun = new();
    private readonly ManualResetEventSlim _mayEnd = new();

    public void Dispose()
    {
        _memory.Dispose();
        _begun.Dispose();
        _mayEnd.Dispose();
    }

    [Fact]
    public void Several_that_open_at_once_have_the_room_of_all_that_wait()
    {
        using var slow = Waiting(() =>
        {
            _begun.Set();
            _mayEnd.Wait();
        });
        using var fast = Waiting(() => { });
        var one = Entering();
        _begun.Wait();
        var two = Entering();
        Rests(two.Thread);
        _mayEnd.Set();
        one.Entered().Dispose();
        two.Entered().Dispose();
    }

    [Fact]
    public void One_that_others_are_closing_makes_room()
    {
        using var used = _memory.Enter();
        using var kept = Waiting(() =>
        {
            _begun.Set();
            _mayEnd.Wait();
        });
        var closing = new Thread(kept.Dispose);
        closing.Start();
        _begun.Wait();
        var entering = Entering();
        Rests(entering.Thread);
        _mayEnd.Set();
        entering.Entered().Dispose();
        closing.Join();
    }

    [Fact]
    public void One_that_cannot_be_closed_counts_no_longer_than_it_says()
    {
        using var used = _memory.Enter();
        using var kept = Waiting(() => throw new IOException("The disk is gone."));
        Assert.Throws<IOException>(_memory.Enter);
        _memory.Enter().Dispose();
        _memory.Enter().Dispose();
    }

    // Until it waits for somebody, or has ended.
    private static void Rests(Thread thread) => SpinWait.SpinUntil(() => (thread.ThreadState & (ThreadState.WaitSleepJoin | ThreadState.Stopped)) != 0);

    private KeptDatabase Waiting(Action closing)
    {
        var kept = new KeptDatabase();
        kept.Expect();
        Assert.True(_memory.TryWait(kept, new Database(_memory.Enter(), closing)));
        return kept;
    }

    private (Thread Thread, Func<IDisposable> Entered) Entering()
    {
        IDisposable? entered = null;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                entered = _memory.Enter();
            }
            catch (JobValidationException e)
            {
                failure = e;
            }
        });
        thread.Start();
        return (thread, () =>
        {
            thread.Join();
            Assert.Null(failure);
            return entered!;
        });
    }

    private sealed class Database(IDisposable entered, Action closing) : IDisposable
    {
        public void Dispose()
        {
            try
            {
                closing();
            }
            finally
            {
                entered.Dispose();
            }
        }
    }
}
