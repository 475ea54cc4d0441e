using System.Globalization;
using Akka.Dispatch;
using FlowActors.Runtime.Subtasks.Dispatching;
using FlowActors.Runtime.Tests.Threading;
using FlowActors.Threading;

namespace FlowActors.Runtime.Tests.Subtasks;

public sealed class OperatorExecutorTests : IDisposable
{
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private readonly List<OperatorExecutor> _executors = [];
    private readonly ManualResetEventSlim _open = new();

    // The events of the tests are left to the garbage collector: who waits may go on before the run that set it has left it, and a
    // run that finds it disposed throws.

    public void Dispose()
    {
        _open.Set();
        foreach (var executor in _executors) executor.Shutdown();
    }

    [Fact]
    public async Task Every_run_is_run_once()
    {
        var executor = New(3, Never);
        var counts = new int[20_000];
        var done = new CountdownEvent(counts.Length);
        for (var i = 0; i < counts.Length; i++)
        {
            var at = i;
            executor.Execute(new Run(() =>
            {
                Interlocked.Increment(ref counts[at]);
                done.Signal();
            }));
        }

        await Task.Run(() => Assert.True(done.Wait(Soon)));
        Assert.All(counts, c => Assert.Equal(1, c));
    }

    [Fact]
    public void Every_run_begins_in_the_invariant_culture_whatever_the_one_before_left_behind()
    {
        // Threads take over what their makers have.
        using var here = new OtherCulture();
        var executor = New(1, Never);
        CultureInfo[] cultures = [here.Culture, here.Culture];
        var done = new CountdownEvent(2);
        for (var i = 0; i < 2; i++)
        {
            var at = i;
            executor.Execute(new Run(() =>
            {
                cultures[at] = CultureInfo.CurrentCulture;
                CultureInfo.CurrentCulture = here.Culture;
                done.Signal();
            }));
        }

        Assert.True(done.Wait(Soon));
        Assert.All(cultures, culture => Assert.Same(CultureInfo.InvariantCulture, culture));
    }

    [Fact]
    public void Never_more_run_at_once_than_threads_were_asked_for()
    {
        var executor = New(2, Never);
        var running = 0;
        var most = 0;
        var done = new CountdownEvent(2_000);
        for (var i = 0; i < 2_000; i++)
        {
            executor.Execute(new Run(() =>
            {
                var now = Interlocked.Increment(ref running);
                if (now > Volatile.Read(ref most)) Volatile.Write(ref most, now);
                Thread.Yield();
                Interlocked.Decrement(ref running);
                done.Signal();
            }));
        }

        Assert.True(done.Wait(Soon));
        Assert.InRange(most, 1, 2);
        Assert.InRange(executor.ThreadCount, 1, 2);
    }

    [Fact]
    public void Who_asks_to_be_run_again_at_the_end_of_his_run_stays_on_his_thread_and_wakes_no_other()
    {
        var executor = New(2, Never);
        RestTwo(executor);
        var threads = new HashSet<int>();
        var left = 5_000;
        var ended = new ManualResetEventSlim();
        Run? again = null;
        again = new Run(() =>
        {
            threads.Add(Environment.CurrentManagedThreadId);
            if (--left == 0) ended.Set();
            else executor.Execute(again!);
        });
        executor.Execute(again);

        Assert.True(ended.Wait(Soon));
        Assert.Single(threads);
    }

    [Fact]
    public void A_run_that_waits_unannounced_is_replaced_after_a_while()
    {
        var executor = New(1, TimeSpan.FromMilliseconds(20));
        var stands = Blocks(executor);
        var ran = new ManualResetEventSlim();
        executor.Execute(new Run(ran.Set));

        Assert.True(ran.Wait(Soon));
        Assert.True(stands.IsSet);
    }

    [Fact]
    public void A_run_that_announces_its_wait_is_replaced_at_once()
    {
        var executor = New(1, Never);
        var ran = new ManualResetEventSlim();
        BlocksAnnounced(executor);
        executor.Execute(new Run(ran.Set));

        Assert.True(ran.Wait(Soon));
        Assert.Equal(2, executor.ThreadCount);
    }

    [Fact]
    public void Work_that_waited_already_gets_a_spare_as_soon_as_a_wait_is_announced()
    {
        var executor = New(1, Never);
        var queued = new ManualResetEventSlim();
        var ran = new ManualResetEventSlim();
        executor.Execute(new Run(() =>
        {
            queued.Wait();
            using (new ExecutorBlockingScope().Enter()) ran.Wait(Soon);
        }));
        executor.Execute(new Run(ran.Set));
        queued.Set();

        Assert.True(ran.Wait(Soon));
    }

    [Fact]
    public void Spare_threads_have_a_limit()
    {
        var executor = New(1, TimeSpan.FromMilliseconds(20), spare: 2);
        for (var i = 0; i < 3; i++) Blocks(executor);
        var ran = new ManualResetEventSlim();
        executor.Execute(new Run(ran.Set));
        Assert.Equal(3, executor.ThreadCount);
        Assert.False(ran.IsSet);

        _open.Set();
        Assert.True(ran.Wait(Soon));
    }

    [Fact]
    public void Announced_waits_use_no_spare_threads_up_for_what_they_wait_for_may_be_queued()
    {
        var executor = New(1, Never, spare: 0);
        for (var i = 0; i < 3; i++) BlocksAnnounced(executor);
        var ran = new ManualResetEventSlim();
        executor.Execute(new Run(ran.Set));

        Assert.True(ran.Wait(Soon), "Everybody waits and nobody works.");
    }

    [Fact]
    public void Surplus_threads_end_when_the_waits_are_over()
    {
        var executor = New(1, Never);
        for (var i = 0; i < 3; i++) BlocksAnnounced(executor);
        Assert.Equal(3, executor.ThreadCount);
        _open.Set();

        // Each thread looks for surplus after a run; a wake-up brings those that rest there.
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                executor.Execute(new Run(() => { }));
                return executor.ThreadCount == 1;
            },
            Soon));
    }

    [Fact]
    public void A_thread_that_ends_as_surplus_does_not_take_the_wake_up_of_another_with_it()
    {
        var executor = New(2, Never);
        var leave = new ManualResetEventSlim();
        var left = new ManualResetEventSlim();
        var entered = new ManualResetEventSlim();
        executor.Execute(new Run(() =>
        {
            using (new ExecutorBlockingScope().Enter())
            {
                entered.Set();
                leave.Wait();
            }

            left.Set();
            _open.Wait();
        }));
        Assert.True(entered.Wait(Soon));
        RestTwo(executor);
        leave.Set();
        Assert.True(left.Wait(Soon));
        var ran = new ManualResetEventSlim();
        executor.Execute(new Run(ran.Set));

        Assert.True(ran.Wait(Soon), "The work waits although a thread rests.");
    }

    [Fact]
    public void Threads_that_have_nothing_to_do_end()
    {
        var executor = New(2, Never, idle: TimeSpan.FromMilliseconds(1));
        var ran = new ManualResetEventSlim();
        executor.Execute(new Run(ran.Set));
        Assert.True(ran.Wait(Soon));
        Assert.True(SpinWait.SpinUntil(() => executor.ThreadCount == 0, Soon));

        ran.Reset();
        executor.Execute(new Run(ran.Set));
        Assert.True(ran.Wait(Soon));
    }

    [Fact]
    public void After_the_shutdown_nothing_is_taken_and_all_threads_end()
    {
        var executor = New(2, Never);
        var ran = new ManualResetEventSlim();
        executor.Execute(new Run(ran.Set));
        Assert.True(ran.Wait(Soon));
        executor.Shutdown();
        executor.Execute(new Run(() => Assert.Fail("It ran after the shutdown.")));

        Assert.True(SpinWait.SpinUntil(() => executor.ThreadCount == 0, Soon));
    }

    [Fact]
    public void An_interrupt_after_the_end_of_a_run_is_swallowed()
    {
        var executor = New(1, Never);
        Thread? thread = null;
        var ran = new ManualResetEventSlim();
        executor.Execute(new Run(() =>
        {
            thread = Thread.CurrentThread;
            // It has not been delivered when the run ends: the thread meets it where it waits for work.
            thread.Interrupt();
            ran.Set();
        }));
        Assert.True(ran.Wait(Soon));
        ran.Reset();
        Thread? next = null;
        executor.Execute(new Run(() =>
        {
            next = Thread.CurrentThread;
            ran.Set();
        }));

        Assert.True(ran.Wait(Soon));
        Assert.Same(thread, next);
    }

    [Fact]
    public void An_interrupt_that_a_run_does_not_catch_does_not_end_the_thread()
    {
        var executor = New(1, Never);
        executor.Execute(new Run(() =>
        {
            Thread.CurrentThread.Interrupt();
            _open.Wait();
        }));
        var ran = new ManualResetEventSlim();
        executor.Execute(new Run(ran.Set));

        Assert.True(ran.Wait(Soon));
    }

    [Fact]
    public async Task A_run_that_throws_ends_neither_its_thread_nor_the_process()
    {
        var thrown = new TaskCompletionSource<Exception>();
        var executor = New(1, Never, runFailed: thrown.SetResult);
        executor.Execute(new Run(() => throw new InvalidDataException("broken")));
        var ran = new ManualResetEventSlim();
        executor.Execute(new Run(ran.Set));

        Assert.True(ran.Wait(Soon));
        Assert.IsType<InvalidDataException>(await thrown.Task.WaitAsync(Soon));
        Assert.Equal(1, executor.ThreadCount);
    }

    [Fact]
    public async Task Work_is_taken_from_a_thread_that_is_about_to_be_interrupted_while_another_holds_the_executor()
    {
        var threads = new HandThreads();
        var executor = New(4, Never, threads: threads);
        var ran = new CountdownEvent(2);
        threads.Hold();
        var first = Task.Factory.StartNew(() => executor.Execute(new Run(() => ran.Signal())), TaskCreationOptions.LongRunning);
        Assert.True(threads.Starting.Wait(Soon));
        var contended = Monitor.LockContentionCount;
        var interrupted = Task.Factory.StartNew(
            () =>
            {
                Thread.CurrentThread.Interrupt();
                executor.Execute(new Run(() => ran.Signal()));
                Assert.Throws<ThreadInterruptedException>(() => Thread.Sleep(0));
            },
            TaskCreationOptions.LongRunning);
        Assert.True(SpinWait.SpinUntil(() => Monitor.LockContentionCount > contended, Soon));
        threads.Release();

        await Task.WhenAll(first, interrupted).WaitAsync(Soon);
        Assert.True(ran.Wait(Soon));
    }

    [Fact]
    public void A_thread_that_cannot_be_started_is_not_counted_and_its_work_is_done_when_another_returns()
    {
        var threads = new HandThreads { Limit = 1 };
        var executor = New(2, Never, threads: threads);
        Blocks(executor);
        var ran = new ManualResetEventSlim();
        executor.Execute(new Run(ran.Set));
        Assert.Equal(1, executor.ThreadCount);
        Assert.False(ran.IsSet);

        _open.Set();
        Assert.True(ran.Wait(Soon));
    }

    [Fact]
    public void A_thread_that_could_not_be_started_is_tried_again_when_the_process_may_have_more()
    {
        var threads = new HandThreads { Limit = 0 };
        var executor = New(1, TimeSpan.FromMilliseconds(1), threads: threads);
        var ran = new ManualResetEventSlim();
        executor.Execute(new Run(ran.Set));
        Assert.True(SpinWait.SpinUntil(() => executor.Shortage is not null, Soon));
        Assert.Equal((0, 1), (executor.Shortage!.Threads, executor.Shortage.Waiting));
        Assert.Contains("cannot be started", executor.Shortage.Limit, StringComparison.Ordinal);

        threads.Limit = 1;
        Assert.True(ran.Wait(Soon));
        Assert.True(SpinWait.SpinUntil(() => executor.Shortage is null, Soon));
    }

    [Fact]
    public void Work_that_waits_for_a_spare_thread_beyond_the_limit_is_told_with_the_limit()
    {
        var executor = New(1, TimeSpan.FromMilliseconds(1), spare: 1);
        Blocks(executor);
        Blocks(executor);
        Assert.Null(executor.Shortage);
        var ran = new ManualResetEventSlim();
        executor.Execute(new Run(ran.Set));
        Assert.True(SpinWait.SpinUntil(() => executor.Shortage is not null, Soon));
        Assert.Equal(2, executor.Shortage!.Threads);
        Assert.Contains("spare-threads-max", executor.Shortage.Limit, StringComparison.Ordinal);

        _open.Set();
        Assert.True(ran.Wait(Soon));
        Assert.True(SpinWait.SpinUntil(() => executor.Shortage is null, Soon));
    }

    private OperatorExecutor New(
        int count, TimeSpan blockedAfter, int spare = 8, TimeSpan? idle = null, IThreadStarter? threads = null, Action<Exception>? runFailed = null)
    {
        var executor = new OperatorExecutor(
            "test", new DispatcherSettings(count, spare, blockedAfter, idle ?? Never), threads, runFailed);
        _executors.Add(executor);
        return executor;
    }

    private ManualResetEventSlim Blocks(OperatorExecutor executor)
    {
        var stands = new ManualResetEventSlim();
        executor.Execute(new Run(() =>
        {
            stands.Set();
            _open.Wait();
        }));
        Assert.True(stands.Wait(Soon));
        return stands;
    }

    /// <summary>Two runs at once, each on a thread of its own; then both threads rest.</summary>
    private static void RestTwo(OperatorExecutor executor)
    {
        var both = new Barrier(2);
        var done = new CountdownEvent(2);
        for (var i = 0; i < 2; i++)
        {
            executor.Execute(new Run(() =>
            {
                both.SignalAndWait();
                done.Signal();
            }));
        }

        Assert.True(done.Wait(Soon));
        Assert.True(SpinWait.SpinUntil(() => executor.IdleCount == 2, Soon));
    }

    private void BlocksAnnounced(OperatorExecutor executor)
    {
        var stands = new ManualResetEventSlim();
        executor.Execute(new Run(() =>
        {
            using (new ExecutorBlockingScope().Enter())
            {
                stands.Set();
                _open.Wait();
            }
        }));
        Assert.True(stands.Wait(Soon));
    }

    private sealed class Run(Action action) : IRunnable
    {
        public void Execute() => action();

        void IRunnable.Run() => action();
    }
}
