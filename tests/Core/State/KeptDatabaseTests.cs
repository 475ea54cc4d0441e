using FlowActors.State;

namespace FlowActors.Tests.State;

public sealed class KeptDatabaseTests
{
    private readonly KeptDatabase _kept = new();
    private readonly Database _database = new();

    [Fact]
    public void Nobody_is_expected_before_that_is_said()
    {
        Assert.False(_kept.TryKeep(_database));
        Assert.False(_kept.IsWaiting);
        Assert.Null(_kept.TryTake());
        Assert.Equal(0, _database.Closed);
    }

    [Fact]
    public void One_is_kept_and_taken_once_and_its_end_is_that_of_who_has_it()
    {
        _kept.Expect();
        Assert.True(_kept.TryKeep(_database));
        Assert.True(_kept.IsWaiting);
        Assert.False(_kept.TryKeep(new Database()));
        Assert.Same(_database, _kept.TryTake());
        Assert.Null(_kept.TryTake());
        Assert.False(_kept.TryKeep(_database));
        _kept.Dispose();
        Assert.Equal(0, _database.Closed);
    }

    [Fact]
    public void One_that_nobody_takes_is_closed_with_it()
    {
        _kept.Expect();
        Assert.True(_kept.TryKeep(_database));
        _kept.Dispose();
        _kept.Dispose();
        Assert.Equal(1, _database.Closed);
        Assert.Null(_kept.TryTake());
    }

    [Fact]
    public void One_that_comes_too_late_stays_its_owners()
    {
        _kept.Expect();
        _kept.Dispose();
        Assert.False(_kept.TryKeep(_database));
        Assert.Equal(0, _database.Closed);
    }

    [Fact]
    public void Who_disposes_of_it_waits_for_whoever_is_closing_the_database()
    {
        using var begun = new ManualResetEventSlim();
        using var mayEnd = new ManualResetEventSlim();
        _kept.Expect();
        Assert.True(_kept.TryKeep(new Slow(begun, mayEnd)));
        var closing = new Thread(_kept.Dispose);
        closing.Start();
        begun.Wait();
        Assert.True(_kept.IsWaiting);
        Assert.Null(_kept.TryTake());
        var waiting = new Thread(_kept.Dispose);
        waiting.Start();
        SpinWait.SpinUntil(() => (waiting.ThreadState & (ThreadState.WaitSleepJoin | ThreadState.Stopped)) != 0);
        Assert.True(waiting.IsAlive);
        mayEnd.Set();
        closing.Join();
        waiting.Join();
        Assert.False(_kept.IsWaiting);
    }

    private sealed class Slow(ManualResetEventSlim begun, ManualResetEventSlim mayEnd) : IDisposable
    {
        public void Dispose()
        {
            begun.Set();
            mayEnd.Wait();
        }
    }

    private sealed class Database : IDisposable
    {
        public int Closed { get; private set; }

        public void Dispose() => Closed++;
    }
}
