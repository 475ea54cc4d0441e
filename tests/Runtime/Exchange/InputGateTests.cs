using System.Diagnostics;
using FlowActors.Elements;
using FlowActors.Operators;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Exchange;
using FlowActors.Runtime.Exchange.InFlight;

namespace FlowActors.Runtime.Tests.Exchange;

public sealed class InputGateTests
{
    private readonly RunQuantum _quantum = new(TimeSpan.FromDays(1));
    private readonly RecordingOutput _output = new();

    [Fact]
    public void Records_and_marks_come_in_the_order_of_their_channel()
    {
        var (gate, channels) = Open(1);
        Put(channels[0], "a", 5L, "b", ControlKind.Idle, ControlKind.Active, "c", 9L);

        Assert.Equal(Progress.Waiting, Run(gate));
        Assert.Equal(["a", "watermark 5", "b", "idle", "active", "c", "watermark 9"], _output.Lines);
        Assert.Equal(3, gate.RecordsIn);
    }

    [Fact]
    public void Timestamps_come_with_their_records()
    {
        var (gate, channels) = Open(1);
        var batch = new Batch<string>(2);
        batch.Add("a", 1);
        batch.Add("b", Timestamps.None);
        channels[0].Batches.Enqueue(batch);

        Run(gate);
        Assert.Equal(["a@1", "b"], _output.Lines);
    }

    [Fact]
    public void It_stops_inside_a_batch_and_goes_on_there()
    {
        var (gate, channels) = Open(1);
        Put(channels[0], "a", "b", 1L, "c");
        _output.OnRecord = _quantum.Interrupt;

        Assert.Equal(Progress.Yielded, Run(gate));
        Assert.Equal(["a"], _output.Lines);
        Assert.Equal(Progress.Yielded, Run(gate));
        Assert.Equal(["a", "b"], _output.Lines);
        Assert.Equal(Progress.Yielded, Run(gate));
        Assert.Equal(["a", "b", "watermark 1", "c"], _output.Lines);
        Assert.Equal(Progress.Waiting, Run(gate));
    }

    [Fact]
    public void It_takes_batches_from_its_channels_in_turn()
    {
        var (gate, channels) = Open(3);
        foreach (var i in new[] { 0, 1, 2, 0, 2 }) Put(channels[i], $"{i}");

        Run(gate);
        Assert.Equal(["0", "1", "2", "0", "2"], _output.Lines);
    }

    [Fact]
    public void What_was_put_back_on_a_channel_comes_before_a_barrier_that_has_overtaken_it()
    {
        // The second channel cannot be overtaken, and its barrier is not there yet: until then the first is read up to its barrier.
        var (gate, channels) = Open([true, false]);
        var batch = new Batch<string>(2);
        batch.Add("a1", Timestamps.None);
        batch.Add("a2", Timestamps.None);
        gate.Restore(0, new ChannelData<string>([batch]));
        channels[0].Announcement = new BarrierAnnouncement(new CheckpointBarrier(1, Mode: CheckpointMode.Unaligned), 0);
        gate.LookForBarriers();
        Put(channels[0], "behind");
        Run(gate);
        Assert.Equal(["a1", "a2"], _output.Lines);
        Put(channels[1], Barrier(1));
        Run(gate);
        Assert.Equal(["a1", "a2", "barrier 1", "behind"], _output.Lines);
    }

    [Fact]
    public void A_channel_that_delivered_its_barrier_stands_still_until_all_have()
    {
        var (gate, channels) = Open(2);
        Put(channels[0], "a1", Barrier(1));
        Put(channels[0], "a2");
        Put(channels[1], "b1");

        Assert.Equal(Progress.Waiting, Run(gate));
        Assert.Equal(["a1", "b1"], _output.Lines);
        Assert.Equal(Progress.Waiting, Run(gate));
        Assert.Equal(1, gate.QueueLength);
        Put(channels[1], "b2", Barrier(1));
        Put(channels[1], "b3");
        Assert.Equal(Progress.Waiting, Run(gate));
        Assert.Equal(0, gate.QueueLength);
        Assert.Equal(["a1", "b1", "b2", "barrier 1"], _output.Lines[..4]);
        Assert.Equal(["a2", "b3"], _output.Lines[4..].Order());
    }

    [Fact]
    public void An_alignment_is_from_the_first_barrier_to_the_last()
    {
        var (gate, channels) = Open(2);
        Run(gate);
        Assert.Equal(TimeSpan.Zero, gate.Alignment);
        var before = Stopwatch.GetTimestamp();
        Put(channels[0], Barrier(1));
        Run(gate);
        var between = Stopwatch.GetTimestamp();
        Assert.Equal(TimeSpan.Zero, gate.Alignment);
        for (var i = 0; i < 100; i++) Put(channels[1], $"{i}");
        Run(gate);
        var least = Stopwatch.GetElapsedTime(between);
        Put(channels[1], Barrier(1));
        Run(gate);
        Assert.InRange(gate.Alignment, least, Stopwatch.GetElapsedTime(before));
    }

    [Fact]
    public void A_channel_that_ends_completes_the_alignment()
    {
        var (gate, channels) = Open(2);
        Put(channels[0], Barrier(1));
        Put(channels[1], "b", ControlKind.EndOfInput);

        Run(gate);
        Assert.Equal(["b", "barrier 1"], _output.Lines);
    }

    [Fact]
    public void An_ended_channel_counts_as_the_highest_watermark()
    {
        var (gate, channels) = Open(2);
        Put(channels[0], 7L);
        Put(channels[1], ControlKind.EndOfInput);
        Assert.Equal(Progress.Waiting, Run(gate));
        Put(channels[0], "a", ControlKind.EndOfInput);

        Assert.Equal(Progress.Done, Run(gate));
        Assert.Equal(["watermark 7", "a", "watermark max", "end of input 0"], _output.Lines);
        Assert.Equal(Progress.Done, Run(gate));
    }

    [Fact]
    public void The_input_is_idle_when_all_channels_are()
    {
        var (gate, channels) = Open(2);
        Put(channels[0], 7L, ControlKind.Idle);
        Put(channels[1], 3L, ControlKind.Idle);
        Put(channels[1], ControlKind.Active);

        Run(gate);
        Assert.Equal(["watermark 3", "watermark 7", "idle", "active"], _output.Lines);
    }

    [Fact]
    public void An_idle_channel_that_is_the_last_to_end_makes_the_input_active_before_the_last_watermark()
    {
        var (gate, channels) = Open(2);
        Put(channels[0], ControlKind.Idle);
        Put(channels[1], ControlKind.Idle);
        Run(gate);
        Put(channels[1], ControlKind.EndOfInput);
        Run(gate);
        Assert.Equal(["idle"], _output.Lines);
        Put(channels[0], ControlKind.EndOfInput);
        Run(gate);
        Assert.Equal(["idle", "active", "watermark max", "end of input 0"], _output.Lines);
    }

    [Fact]
    public void An_ended_channel_takes_no_part_while_an_idle_one_lives()
    {
        var (gate, channels) = Open(2);
        Put(channels[0], 10L);
        Put(channels[1], 5L, ControlKind.Idle);
        Run(gate);
        Assert.Equal(["watermark 5", "watermark 10"], _output.Lines);
        Put(channels[0], Timestamps.MaxWatermark, ControlKind.EndOfInput);
        Run(gate);
        Assert.Equal("idle", Assert.Single(_output.Lines[2..]));
        Put(channels[1], ControlKind.Active, 12L);
        Run(gate);
        Assert.Equal(["active", "watermark 12"], _output.Lines[3..]);
        Put(channels[1], ControlKind.EndOfInput);
        Run(gate);
        Assert.Equal(["watermark max", "end of input 0"], _output.Lines[5..]);
    }

    [Fact]
    public void Watermarks_that_go_back_on_a_channel_are_ignored_and_counted()
    {
        var (gate, channels) = Open(2);
        Put(channels[0], 7L, "a", 5L, "b", 7L, "c", 6L, "d", 9L);
        Put(channels[1], 8L);

        Run(gate);
        Assert.Equal(["a", "b", "c", "d", "watermark 8"], _output.Lines);
        Assert.Equal(2, gate.LateWatermarks);
    }

    [Fact]
    public void Finished_batches_go_back_to_their_pool_and_unfinished_ones_do_not()
    {
        var (gate, channels) = Open(1);
        var pool = new BatchPool<string>(4);
        var first = pool.Rent();
        first.Add("a", Timestamps.None);
        first.Add("b", Timestamps.None);
        channels[0].Batches.Enqueue(first);
        _output.OnRecord = _quantum.Interrupt;

        Run(gate);
        Assert.NotSame(first, pool.Rent());
        _output.OnRecord = () => { };
        Run(gate);
        Assert.Same(first, pool.Rent());
    }

    [Fact]
    public void An_unknown_mark_is_an_error()
    {
        var (gate, channels) = Open(1);
        Put(channels[0], (ControlKind)77);
        Assert.Throws<InvalidOperationException>(() => Run(gate));
    }

    internal static (ControlKind Kind, long Value) Barrier(long checkpoint) => (ControlKind.Barrier, checkpoint);

    /// <summary>A batch: texts are records, numbers are watermarks.</summary>
    internal static void Put(QueueReceiver<string> channel, params ReadOnlySpan<object> elements)
    {
        var batch = new Batch<string>(elements.Length);
        foreach (var element in elements)
        {
            switch (element)
            {
                case string record:
                    batch.Add(record, Timestamps.None);
                    break;
                case long watermark:
                    batch.Mark(ControlKind.Watermark, watermark);
                    break;
                case ControlKind kind:
                    batch.Mark(kind, 0);
                    break;
                case (ControlKind kind, long value):
                    batch.Mark(kind, value);
                    break;
            }
        }

        channel.Batches.Enqueue(batch);
    }

    private (InputGate Gate, QueueReceiver<string>[] Channels) Open(int channels) => Open(new bool[channels]);

    private (InputGate Gate, QueueReceiver<string>[] Channels) Open(bool[] mayBeOvertaken)
    {
        var receivers = Array.ConvertAll(mayBeOvertaken, _ => new QueueReceiver<string>());
        return (new InputGate([new InputPort<string>([.. receivers], _output, _quantum)], _output, _quantum, _output, mayBeOvertaken), receivers);
    }

    private Progress Run(InputGate gate)
    {
        _quantum.Begin(Stopwatch.GetTimestamp());
        return gate.Run();
    }
}
