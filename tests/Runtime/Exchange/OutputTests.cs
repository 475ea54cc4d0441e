using FlowActors.Elements;
using FlowActors.Operators;
using FlowActors.Runtime.Exchange;
using FlowActors.Runtime.Exchange.InFlight;
using FlowActors.Serialization;

namespace FlowActors.Runtime.Tests.Exchange;

/// <summary>Writers, overdraft and flush of one subtask with one channel.</summary>
public sealed class OutputTests
{
    private readonly RunQuantum _quantum = new(TimeSpan.FromDays(1));
    private readonly RecordingScope _scope = new();

    [Fact]
    public void A_batch_closes_at_1024_records()
    {
        using var output = Open(100, 0);
        for (var i = 0; i < 1_023; i++) output.Writer.Add(i, Timestamps.None);
        Assert.Empty(output.Sender.Sent);
        output.Writer.Add(0, Timestamps.None);
        Assert.Equal([1_024], output.Sender.Sent.Select(b => b.Count));
    }

    [Fact]
    public void A_batch_of_large_records_closes_at_64_kilobytes()
    {
        using var group = new OutputGroup(_quantum, 0, _scope);
        var sender = new CountedSender<string>(100);
        using var writer = Writer(group, sender, 1_024, 65_536);
        for (var i = 0; i < 200; i++) writer.Add(new string('x', 8_190), Timestamps.None);

        Assert.All(sender.Sent, b => Assert.Equal(8, b.Count));
    }

    [Fact]
    public void A_flush_pushes_closed_batches_too_and_a_push_closes_none()
    {
        using var output = Open(100, 0);
        output.Writer.Add(1, 10);
        output.Group.Push();
        Assert.Empty(output.Sender.Sent);
        Assert.Equal(1, output.Sender.Pushes);
        output.Group.Flush();
        output.Group.Flush();
        Assert.Single(output.Sender.Sent);
        Assert.Equal(3, output.Sender.Pushes);
    }

    [Fact]
    public void A_flush_closes_what_is_open_and_nothing_else()
    {
        using var output = Open(100, 0);
        output.Group.Flush();
        Assert.Empty(output.Sender.Sent);
        output.Writer.Add(1, 10);
        output.Group.Flush();
        output.Group.Flush();
        Assert.Equal([1], output.Sender.Records);
        Assert.Equal(1, output.Group.RecordsOut);
        Assert.Equal(1, output.Group.BatchesOut);
    }

    [Theory]
    [InlineData(ControlKind.Barrier, true)]
    [InlineData(ControlKind.EndOfInput, true)]
    [InlineData(ControlKind.Watermark, false)]
    [InlineData(ControlKind.Idle, false)]
    [InlineData(ControlKind.Active, false)]
    public void Only_barriers_and_the_end_close_the_batch_they_are_in(ControlKind kind, bool closes)
    {
        using var output = Open(100, 0);
        output.Writer.Add(1, Timestamps.None);
        output.Writer.Mark(kind, 5);

        Assert.Equal(closes ? 1 : 0, output.Sender.Sent.Count);
        output.Group.Flush();
        Assert.Equal([new ControlMark(1, kind, 5)], output.Sender.Sent[0].Marks.ToArray());
    }

    [Fact]
    public void Without_credit_batches_wait_in_order_and_the_output_is_full()
    {
        using var output = Open(1, 10);
        SendBatches(output, 4);
        Assert.Equal(3, output.Group.Overdraft);
        Assert.True(_quantum.IsOutputFull);
        Assert.Single(output.Sender.Sent);

        output.Sender.CreditsLeft = 2;
        Assert.False(output.Group.Drain());
        Assert.True(_quantum.IsOutputFull);
        Assert.Equal(1, output.Group.Overdraft);
        output.Sender.CreditsLeft = 1;
        Assert.True(output.Group.Drain());
        Assert.False(_quantum.IsOutputFull);
        Assert.Equal(Enumerable.Range(0, 64), output.Sender.Records);
        Assert.Equal(64, output.Group.RecordsOut);
    }

    [Fact]
    public void A_snapshot_of_what_is_under_way_waits_for_nobody_when_the_overdraft_is_used_up()
    {
        using var output = Open(0, 0);
        SendBatches(output, 1);
        output.Group.Add(new Emitting(() => SendBatches(output, 1)));
        output.Group.FlushBlocks();
        Assert.Equal((2, 0), (output.Group.Overdraft, output.Group.OverdraftWaits));
    }

    [Fact]
    public void A_new_credit_does_not_let_a_batch_overtake_the_overdraft()
    {
        using var output = Open(0, 10);
        SendBatches(output, 2);
        output.Sender.CreditsLeft = 1;
        for (var i = 32; i < 48; i++) output.Writer.Add(i, Timestamps.None);
        Assert.Empty(output.Sender.Sent);
        output.Sender.CreditsLeft = 3;
        Assert.True(output.Group.Drain());
        Assert.Equal(Enumerable.Range(0, 48), output.Sender.Records);
    }

    [Fact]
    public void An_output_whose_overdraft_emptied_during_a_wait_is_full_until_the_next_run_only()
    {
        using var output = Open(0, 2);
        _quantum.SetOutputFull(true);

        Assert.True(output.Group.Drain());
        Assert.False(_quantum.IsOutputFull);
    }

    [Fact]
    public void A_flush_is_free_of_waits_up_to_the_overdraft_limit()
    {
        using var output = Open(0, 1);
        SendBatches(output, 1);
        Assert.True(output.Group.CanFlush);
        SendBatches(output, 1);
        Assert.False(output.Group.CanFlush);
    }

    [Fact]
    public void The_usage_of_an_output_is_the_share_of_all_its_credits_that_are_used()
    {
        using var output = Open(3, 10);
        Assert.Equal(0, output.Group.PoolUsage);
        SendBatches(output, 2);
        Assert.Equal(2.0 / 3, output.Group.PoolUsage);

        using var other = Writer(output.Group, new CountedSender<int>(5), 16, 65_536);
        Assert.Equal(2.0 / 8, output.Group.PoolUsage);
        for (var i = 0; i < 16; i++) other.Add(i, Timestamps.None);
        Assert.Equal(3.0 / 8, output.Group.PoolUsage);

        // The third takes the last credit of its channel; the fourth waits in overdraft and uses none.
        SendBatches(output, 2);
        Assert.Equal(4.0 / 8, output.Group.PoolUsage);
    }

    [Fact]
    public void Numbers_that_change_while_they_are_added_up_give_no_more_than_everything()
    {
        using var output = Open(3, 10);
        SendBatches(output, 3);
        output.Sender.CreditsLeft = -1;
        Assert.Equal((3, 2), (output.Sender.CreditsInUse, output.Sender.Credits));
        Assert.Equal(1, output.Group.PoolUsage);
    }

    [Fact]
    public void Without_outputs_nothing_is_used()
    {
        using var group = new OutputGroup(_quantum, 0, _scope);
        Assert.Equal(0, group.PoolUsage);
    }

    [Fact]
    public async Task Above_the_overdraft_limit_user_code_waits_until_there_is_room()
    {
        using var output = Open(0, 2);
        // The limit is the overdraft and one batch for each channel, which a flush may close.
        SendBatches(output, 3);
        var emitting = Start(() => SendBatches(output, 1));
        await _scope.Entered.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(emitting.IsCompleted);
        output.Sender.CreditsLeft = 1;
        output.Group.RoomMayBeThere();
        await emitting.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(3, output.Group.Overdraft);
        Assert.Equal(1, output.Group.OverdraftWaits);
        Assert.Equal(0, _scope.Depth);
        Assert.True(_quantum.IsOutputFull);
    }

    [Fact]
    public async Task An_abort_ends_the_wait()
    {
        using var output = Open(0, 0);
        SendBatches(output, 1);
        var emitting = Start(() => SendBatches(output, 1));
        await _scope.Entered.WaitAsync(TimeSpan.FromSeconds(30));
        output.Group.Abort();

        await Assert.ThrowsAsync<AttemptEndedException>(() => emitting.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Throws<AttemptEndedException>(() => SendBatches(output, 1));
    }

    [Fact]
    public async Task A_lost_channel_ends_the_wait_with_its_failure()
    {
        using var output = Open(0, 0);
        SendBatches(output, 1);
        var emitting = Start(() => SendBatches(output, 1));
        await _scope.Entered.WaitAsync(TimeSpan.FromSeconds(30));
        output.Group.Fail(new InvalidDataException("lost"));

        Assert.Equal("lost", (await Assert.ThrowsAsync<InvalidDataException>(() => emitting.WaitAsync(TimeSpan.FromSeconds(30)))).Message);
    }

    [Fact]
    public void Disposing_drops_the_overdraft_and_lets_go_of_the_channel()
    {
        var output = Open(0, 2);
        SendBatches(output, 2);
        output.Dispose();
        Assert.True(output.Sender.IsDisposed);
        Assert.Empty(output.Sender.Sent);
    }

    [Fact]
    public void A_broadcast_batch_is_one_for_all_channels_and_returns_to_the_pool_after_the_last()
    {
        using var group = new OutputGroup(_quantum, 4, _scope);
        var pool = new BatchPool<int>(8);
        var sizer = Sizer<int>(16, 65_536);
        var senders = new[] { new CountedSender<int>(9), new CountedSender<int>(0), new CountedSender<int>(9) };
        var writer = new BroadcastWriter<int>(pool, sizer, group);
        writer.Connect(Array.ConvertAll(senders, s => new ChannelWriter<int>(s, pool, group, sizer)));
        group.Add(writer);
        for (var i = 0; i < 16; i++) writer.Collect(i, Timestamps.None);
        writer.Collect(16, Timestamps.None);
        writer.Mark(ControlKind.EndOfInput, 0);

        Assert.Equal(2, group.Overdraft);
        senders[1].CreditsLeft = 9;
        Assert.True(group.Drain());
        Assert.All(senders, s => Assert.Equal(Enumerable.Range(0, 17), s.Records));
        var shared = senders[0].Sent[0];
        Assert.All(senders, s => Assert.Same(shared, s.Sent[0]));
        shared.Release();
        shared.Release();
        Assert.Equal(16, shared.Count);
        shared.Release();
        Assert.Equal(0, shared.Count);
        Assert.Same(shared, pool.Rent());
    }

    [Fact]
    public void A_flush_reaches_the_open_broadcast_batch()
    {
        using var group = new OutputGroup(_quantum, 4, _scope);
        var pool = new BatchPool<int>(8);
        var sizer = Sizer<int>(1_024, 65_536);
        var sender = new CountedSender<int>(9);
        var writer = new BroadcastWriter<int>(pool, sizer, group);
        writer.Connect([new ChannelWriter<int>(sender, pool, group, sizer)]);
        group.Add(writer);
        writer.Collect(1, Timestamps.None);
        group.Flush();
        Assert.Equal([1], sender.Records);
    }

    internal static BatchSizer<T> Sizer<T>(int records, int bytes) => new(SerializerRegistry.Default.Get<T>(), records, bytes, bytes);

    private static ChannelWriter<T> Writer<T>(OutputGroup group, BatchSender<T> sender, int records, int bytes) =>
        new(sender, new BatchPool<T>(8), group, Sizer<T>(records, bytes));

    private static Task Start(Action action) => Task.Factory.StartNew(action, TaskCreationOptions.LongRunning);

    private static void SendBatches(OneOutput output, int batches)
    {
        for (var i = 0; i < 16 * batches; i++) output.Writer.Add(output.Next++, Timestamps.None);
    }

    /// <summary>Batches of 16 records, unless the sizer may let them grow.</summary>
    private OneOutput Open(int credits, int overdraft)
    {
        var group = new OutputGroup(_quantum, overdraft, _scope);
        var sender = new CountedSender<int>(credits);
        return new OneOutput(group, sender, Writer(group, sender, credits >= 100 ? 1_024 : 16, 65_536));
    }

    private sealed class Emitting(Action emit) : IFlushable
    {
        public void Flush() => emit();

        public void Hasten()
        {
        }
    }

    private sealed record OneOutput(OutputGroup Group, CountedSender<int> Sender, ChannelWriter<int> Writer) : IDisposable
    {
        public int Next { get; set; }

        public void Dispose() => Group.Dispose();
    }
}
