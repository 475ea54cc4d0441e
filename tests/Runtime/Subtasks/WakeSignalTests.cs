using FlowActors.Runtime.Subtasks;

namespace FlowActors.Runtime.Tests.Subtasks;

public sealed class WakeSignalTests
{
    private readonly WakeSignal _signal = new();

    [Fact]
    public void Before_the_first_run_nobody_schedules_another() => Assert.False(_signal.Raise());

    [Fact]
    public void The_first_of_many_wake_ups_schedules_the_run()
    {
        Rest();
        Assert.True(_signal.Raise());
        Assert.False(_signal.Raise());
        Assert.False(_signal.Raise());
    }

    [Fact]
    public void A_wake_up_during_a_run_leads_to_another()
    {
        _signal.RunStarts();
        Assert.False(_signal.Raise());
        Assert.False(_signal.TryRest());
        _signal.RunStarts();
        Assert.True(_signal.TryRest());
    }

    [Fact]
    public async Task No_wake_up_is_lost_among_threads_and_no_two_runs_meet()
    {
        const int Wakers = 3;
        const int Each = 100_000;
        var produced = 0;
        var consumed = 0;
        var running = 0;
        var met = false;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Rest();
        void Run()
        {
            while (true)
            {
                if (Interlocked.Increment(ref running) != 1) met = true;
                _signal.RunStarts();
                consumed = Volatile.Read(ref produced);
                if (consumed == Wakers * Each) all.TrySetResult();
                Interlocked.Decrement(ref running);
                if (_signal.TryRest()) return;
            }
        }

        var wakers = Enumerable.Range(0, Wakers).Select(_ => Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < Each; i++)
                {
                    Interlocked.Increment(ref produced);
                    if (_signal.Raise()) ThreadPool.UnsafeQueueUserWorkItem(_ => Run(), null);
                }
            },
            TaskCreationOptions.LongRunning));
        await Task.WhenAll(wakers).WaitAsync(TimeSpan.FromSeconds(30));
        await all.Task.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.False(met);
    }

    private void Rest()
    {
        _signal.RunStarts();
        Assert.True(_signal.TryRest());
    }
}
