using FlowActors.Threading;

namespace FlowActors.Runtime.Tests.Threading;

public sealed class InterruptGuardTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private readonly InterruptGuard _guard = new();

    [Fact]
    public Task User_code_meets_an_interrupt_at_its_next_wait() => OnThread(() =>
    {
        using var scope = _guard.Enter();
        Assert.True(_guard.Interrupt());
        AssertInterrupted();
    });

    [Fact]
    public Task Nobody_is_interrupted_when_no_thread_is_in_user_code() => OnThread(() =>
    {
        _guard.Enter().Dispose();
        Assert.False(_guard.Interrupt());
        AssertNotInterrupted();
    });

    [Fact]
    public Task An_interrupt_that_user_code_did_not_meet_ends_with_it() => OnThread(() =>
    {
        using (_guard.Enter()) _guard.Interrupt();
        AssertNotInterrupted();
    });

    [Fact]
    public Task What_comes_behind_a_shield_is_met_after_it() => OnThread(() =>
    {
        using var scope = _guard.Enter();
        using (InterruptShield.Raise())
        {
            _guard.Interrupt();
            AssertNotInterrupted();
        }

        AssertInterrupted();
        AssertNotInterrupted();
    });

    [Fact]
    public Task What_was_pending_before_a_shield_is_met_after_it() => OnThread(() =>
    {
        using var scope = _guard.Enter();
        _guard.Interrupt();
        using (InterruptShield.Raise()) AssertNotInterrupted();
        AssertInterrupted();
    });

    [Fact]
    public Task A_shield_within_a_shield_ends_with_the_outer_one() => OnThread(() =>
    {
        using var scope = _guard.Enter();
        using (InterruptShield.Raise())
        {
            using (InterruptShield.Raise()) _guard.Interrupt();
            AssertNotInterrupted();
        }

        AssertInterrupted();
    });

    [Fact]
    public Task An_interrupt_that_user_code_has_met_is_not_met_again_after_a_shield() => OnThread(() =>
    {
        using var scope = _guard.Enter();
        _guard.Interrupt();
        AssertInterrupted();
        using (InterruptShield.Raise()) AssertNotInterrupted();
        AssertNotInterrupted();
    });

    [Fact]
    public Task A_shield_outside_of_user_code_does_nothing() => OnThread(() =>
    {
        using (InterruptShield.Raise()) AssertNotInterrupted();
        Assert.Null(InterruptGuard.Current);
    });

    [Fact]
    public Task The_outer_user_code_is_there_again_when_the_inner_has_ended() => OnThread(() =>
    {
        using var outer = _guard.Enter();
        using (new InterruptGuard().Enter()) Assert.NotSame(_guard, InterruptGuard.Current);
        Assert.Same(_guard, InterruptGuard.Current);
    });

    [Fact]
    public async Task A_lock_that_another_holds_is_taken_although_an_interrupt_is_pending()
    {
        var gate = new object();
        var held = new ManualResetEventSlim();
        var release = new ManualResetEventSlim();
        var holder = OnThread(() =>
        {
            using var hold = Hold.On(gate);
            held.Set();
            release.Wait(Soon);
        });
        Assert.True(held.Wait(Soon));
        var waiter = OnThread(() =>
        {
            Thread.CurrentThread.Interrupt();
            using (Hold.On(gate)) Assert.True(Monitor.IsEntered(gate));
            Assert.False(Monitor.IsEntered(gate));
            AssertInterrupted();
        });
        // The waiter is there once it has used the interrupt up and waits again.
        Assert.True(SpinWait.SpinUntil(() => Monitor.LockContentionCount > 0, Soon));
        release.Set();
        await holder.WaitAsync(Soon);
        await waiter.WaitAsync(Soon);
    }

    [Fact]
    public async Task Whatever_the_schedule_an_interrupt_neither_enters_a_shield_nor_outlives_the_user_code()
    {
        var stop = false;
        var interrupting = OnThread(() =>
        {
            // Not so often that the lock is never free: interrupts come by the millisecond.
            var random = new Random(7);
            while (!Volatile.Read(ref stop))
            {
                _guard.Interrupt();
                Thread.SpinWait(random.Next(3_000));
                Thread.Yield();
            }
        });
        var met = 0;
        var user = OnThread(() =>
        {
            var random = new Random(11);
            for (var i = 0; i < 1_000; i++)
            {
                using (_guard.Enter())
                {
                    try
                    {
                        Thread.SpinWait(random.Next(100));
                        using (InterruptShield.Raise())
                        {
                            Thread.SpinWait(random.Next(100));
                            AssertNotInterrupted();
                        }

                        Thread.Sleep(0);
                    }
                    catch (ThreadInterruptedException)
                    {
                        met++;
                    }
                }

                AssertNotInterrupted();
            }
        });
        await user.WaitAsync(Soon);
        Volatile.Write(ref stop, true);
        await interrupting.WaitAsync(Soon);
        Assert.True(met > 0);
    }

    private static void AssertInterrupted() => Assert.Throws<ThreadInterruptedException>(() => Thread.Sleep(0));

    // The exception that the shield lets through is told from those that user code may meet.
    private static void AssertNotInterrupted()
    {
        try
        {
            Thread.Sleep(0);
        }
        catch (ThreadInterruptedException e)
        {
            throw new InvalidOperationException("The thread was interrupted.", e);
        }
    }

    private static Task OnThread(Action action) => Task.Factory.StartNew(action, TaskCreationOptions.LongRunning);
}
