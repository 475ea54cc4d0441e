using System.Diagnostics;
using FlowActors.Operators;

namespace FlowActors.Tests.Operators;

public sealed class RunQuantumTests
{
    private static readonly TimeSpan Long = TimeSpan.FromDays(1);

    [Fact]
    public void The_clock_is_read_at_the_sixteenth_record()
    {
        var quantum = new RunQuantum(TimeSpan.Zero);
        quantum.Begin(LongAgo());

        Assert.Equal(16, RecordsUntilYield(quantum));
    }

    [Theory]
    [InlineData(1, 32)]
    [InlineData(2, 64)]
    [InlineData(4, 256)]
    [InlineData(9, 256)]
    public void The_stride_doubles_while_records_take_no_time_up_to_256(int fastStrides, int expected)
    {
        var quantum = new RunQuantum(TimeSpan.Zero);
        RunFast(quantum, fastStrides);

        quantum.Begin(LongAgo());
        Assert.Equal(expected, RecordsUntilYield(quantum));
    }

    [Fact]
    public void One_slow_stride_brings_it_back_to_sixteen()
    {
        var quantum = new RunQuantum(TimeSpan.Zero);
        RunFast(quantum, 9);
        quantum.Begin(LongAgo());
        RecordsUntilYield(quantum);

        quantum.Begin(LongAgo());
        Assert.Equal(16, RecordsUntilYield(quantum));
    }

    [Fact]
    public void A_quantum_that_is_not_over_never_yields()
    {
        var quantum = new RunQuantum(Long);
        quantum.Begin(Stopwatch.GetTimestamp());

        for (var i = 0; i < 100_000; i++) Assert.False(quantum.ShouldYield());
        Assert.False(quantum.IsRaised);
    }

    [Fact]
    public void Once_expired_it_yields_until_the_next_run()
    {
        var quantum = new RunQuantum(TimeSpan.Zero);
        quantum.Begin(LongAgo());
        RecordsUntilYield(quantum);

        Assert.True(quantum.ShouldYield());
        Assert.Equal(Progress.Yielded, quantum.Stop);
        quantum.Begin(LongAgo());
        Assert.False(quantum.ShouldYield());
        Assert.False(quantum.IsRaised);
    }

    [Fact]
    public void An_interrupt_ends_this_run_and_not_the_next()
    {
        var quantum = new RunQuantum(Long);
        quantum.Begin(Stopwatch.GetTimestamp());
        quantum.Interrupt();

        Assert.True(quantum.ShouldYield());
        Assert.Equal(Progress.Yielded, quantum.Stop);
        quantum.Begin(Stopwatch.GetTimestamp());
        Assert.False(quantum.ShouldYield());
    }

    [Fact]
    public void A_full_output_stays_full_in_the_next_run_and_is_not_expiry()
    {
        var quantum = new RunQuantum(Long);
        quantum.Begin(Stopwatch.GetTimestamp());
        quantum.SetOutputFull(true);
        quantum.Begin(Stopwatch.GetTimestamp());

        Assert.True(quantum.ShouldYield());
        Assert.True(quantum.IsOutputFull);
        Assert.Equal(Progress.OutputFull, quantum.Stop);
        quantum.SetOutputFull(false);
        Assert.False(quantum.ShouldYield());
    }

    [Fact]
    public void Room_does_not_undo_an_interrupt()
    {
        var quantum = new RunQuantum(Long);
        quantum.Begin(Stopwatch.GetTimestamp());
        quantum.SetOutputFull(true);
        quantum.Interrupt();
        quantum.SetOutputFull(false);

        Assert.True(quantum.ShouldYield());
    }

    [Fact]
    public void What_is_pending_stops_the_loop_and_does_not_end_the_run()
    {
        var quantum = new RunQuantum(Long);
        quantum.Begin(Stopwatch.GetTimestamp());
        quantum.SetPending(true);
        Assert.True(quantum.ShouldYield());
        Assert.False(quantum.IsOver);
        quantum.SetPending(false);
        Assert.False(quantum.ShouldYield());
        quantum.Interrupt();
        Assert.True(quantum.IsOver);
    }

    [Fact]
    public void The_end_of_the_attempt_outlasts_the_run()
    {
        var quantum = new RunQuantum(Long);
        quantum.Begin(Stopwatch.GetTimestamp());
        quantum.End();
        quantum.Begin(Stopwatch.GetTimestamp());
        Assert.True(quantum.ShouldYield());
        Assert.True(quantum.IsOver);
    }

    [Fact]
    public void A_grant_reaches_to_the_next_look_at_the_clock()
    {
        var quantum = new RunQuantum(TimeSpan.Zero);
        quantum.Begin(LongAgo());

        Assert.Equal(10, quantum.Grant(10));
        Assert.Equal(6, quantum.Grant(int.MaxValue));
        Assert.False(quantum.IsRaised);
        Assert.Equal(0, quantum.Grant(int.MaxValue));
        Assert.True(quantum.IsRaised);
        Assert.Equal(Progress.Yielded, quantum.Stop);
    }

    [Fact]
    public void Grants_grow_with_the_stride_while_records_take_no_time()
    {
        var quantum = new RunQuantum(Long);
        foreach (var expected in new[] { 16, 32, 64, 128, 256, 256 })
        {
            quantum.Begin(Stopwatch.GetTimestamp() + Stopwatch.Frequency * 3600);
            Assert.Equal(expected, quantum.Grant(int.MaxValue));
            Assert.NotEqual(0, quantum.Grant(1));
        }
    }

    [Fact]
    public void A_loop_sees_in_the_middle_of_a_grant_that_it_must_stop()
    {
        var quantum = new RunQuantum(Long);
        quantum.Begin(Stopwatch.GetTimestamp());
        Assert.NotEqual(0, quantum.Grant(16));
        Assert.False(quantum.IsRaised);

        quantum.SetOutputFull(true);
        Assert.True(quantum.IsRaised);
        Assert.Equal(0, quantum.Grant(16));
        quantum.SetOutputFull(false);
        quantum.Interrupt();
        Assert.True(quantum.IsRaised);
        Assert.Equal(0, quantum.Grant(16));
    }

    [Fact]
    public async Task An_interrupt_from_another_thread_is_seen_by_a_loop()
    {
        var quantum = new RunQuantum(Long);
        quantum.Begin(Stopwatch.GetTimestamp());
        var started = new TaskCompletionSource();
        var loop = Task.Factory.StartNew(
            () =>
            {
                started.SetResult();
                while (!quantum.ShouldYield())
                {
                }
            },
            TaskCreationOptions.LongRunning);
        await started.Task;
        quantum.Interrupt();

        await loop.WaitAsync(TimeSpan.FromSeconds(30));
    }

    // As if every stride had taken no time: the run began in the future.
    private static void RunFast(RunQuantum quantum, int strides)
    {
        var stride = 16;
        for (var i = 0; i < strides; i++)
        {
            quantum.Begin(Stopwatch.GetTimestamp() + Stopwatch.Frequency * 3600);
            for (var record = 0; record < stride; record++) Assert.False(quantum.ShouldYield());
            stride = Math.Min(stride * 2, 256);
        }
    }

    private static long LongAgo() => Stopwatch.GetTimestamp() - Stopwatch.Frequency;

    private static int RecordsUntilYield(RunQuantum quantum)
    {
        for (var records = 1; records < 10_000; records++)
        {
            if (quantum.ShouldYield()) return records;
        }

        return -1;
    }
}
