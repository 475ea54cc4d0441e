using FlowActors.Runtime.Subtasks;

namespace FlowActors.Runtime.Tests.Subtasks;

public sealed class ThreadInterrupterTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private readonly HandTimer _time = new();
    private readonly ThreadInterrupter _interrupter;

    public ThreadInterrupterTests() => _interrupter = new ThreadInterrupter(_time, TimeSpan.FromMilliseconds(300));

    public void Dispose() => _interrupter.Dispose();

    [Fact]
    public void The_token_is_cancelled_at_once()
    {
        _interrupter.Interrupt();
        Assert.True(_interrupter.IsInterrupted);
        Assert.True(_interrupter.Token.IsCancellationRequested);
    }

    [Fact]
    public void What_user_code_does_when_it_is_cancelled_does_not_hold_up_the_canceller()
    {
        using var never = new ManualResetEventSlim();
        using var first = _interrupter.Token.Register(() => never.Wait(Soon));
        using var second = _interrupter.Token.Register(() => throw new InvalidOperationException("thrown by user code"));
        _interrupter.Interrupt();

        Assert.True(_interrupter.Token.IsCancellationRequested);
        never.Set();
    }

    [Fact]
    public async Task User_code_that_still_waits_after_a_while_is_interrupted()
    {
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var never = new ManualResetEventSlim();
        var user = LongRunning(() =>
        {
            using var scope = _interrupter.Running();
            running.SetResult();
            never.Wait();
        });
        await running.Task.WaitAsync(Soon);
        _interrupter.Interrupt();
        _time.Fire();

        await Assert.ThrowsAsync<ThreadInterruptedException>(() => user.WaitAsync(Soon));
    }

    [Fact]
    public async Task An_interrupt_that_came_too_late_does_not_hit_what_the_thread_does_next()
    {
        var user = LongRunning(() =>
        {
            using (_interrupter.Running())
            {
                _interrupter.Interrupt();
                // The thread is marked, but waits for nothing before it leaves user code.
                _time.Fire();
            }

            using var never = new ManualResetEventSlim();
            Assert.False(never.Wait(1));
        });

        await user.WaitAsync(Soon);
    }

    [Fact]
    public async Task A_thread_that_no_longer_works_for_the_subtask_is_not_interrupted()
    {
        var user = LongRunning(() =>
        {
            _interrupter.Running().Dispose();
            _interrupter.Interrupt();
            _time.Fire();
            using var never = new ManualResetEventSlim();
            Assert.False(never.Wait(1));
        });

        await user.WaitAsync(Soon);
    }

    [Fact]
    public async Task After_it_is_disposed_nobody_is_interrupted()
    {
        var user = LongRunning(() =>
        {
            using var scope = _interrupter.Running();
            _interrupter.Interrupt();
            _interrupter.Dispose();
            _time.Fire();
            using var never = new ManualResetEventSlim();
            Assert.False(never.Wait(1));
        });

        await user.WaitAsync(Soon);
    }

    [Theory]
    [InlineData(0, 1000)]
    [InlineData(400, 1000)]
    [InlineData(300_000, 300_000)]
    public void Who_has_not_ended_is_interrupted_again_however_short_the_wait(int microseconds, int againMicroseconds)
    {
        using var interrupter = new ThreadInterrupter(_time, TimeSpan.FromMicroseconds(microseconds));
        interrupter.Interrupt();
        Assert.Equal((TimeSpan.FromMicroseconds(microseconds), TimeSpan.FromMicroseconds(againMicroseconds)), _time.Set);
    }

    private static Task LongRunning(Action action) => Task.Factory.StartNew(action, TaskCreationOptions.LongRunning);

    /// <summary>A clock whose only timer fires when a test says so.</summary>
    private sealed class HandTimer : TimeProvider
    {
        private Action _fire = () => { };

        /// <summary>When the timer fires first, and after how long again.</summary>
        public (TimeSpan Due, TimeSpan Period) Set { get; private set; }

        public void Fire() => _fire();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _fire = () => callback(state);
            Set = (dueTime, period);
            return new Timer();
        }

        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
