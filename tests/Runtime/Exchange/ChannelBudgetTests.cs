using FlowActors.Elements;
using FlowActors.Runtime.Exchange;

namespace FlowActors.Runtime.Tests.Exchange;

/// <summary>How many bytes a channel within a node takes.</summary>
public sealed class ChannelBudgetTests : IDisposable
{
    private readonly RecordingWakeable _consumer = new();
    private readonly RecordingWakeable _producer = new();

    public void Dispose()
    {
        _consumer.Dispose();
        _producer.Dispose();
    }

    [Fact]
    public void Beyond_the_first_batch_a_channel_takes_no_more_than_its_bytes()
    {
        var channel = new LocalChannel<long>(new LocalSettings(8, 200), null, _consumer);
        var (sender, receiver) = (Open(channel), channel.Receiver);
        Assert.True(sender.TrySend(Of(1_000)));
        Assert.True(sender.TrySend(Of(10)));
        Assert.True(sender.TrySend(Of(15)));
        Assert.False(sender.TrySend(Of(1)));
        Assert.Equal(3, receiver.QueueLength);

        receiver.TryReceive(out _);
        Assert.True(sender.TrySend(Of(1)));
        Assert.False(sender.TrySend(Of(1)));
        receiver.TryReceive(out _);
        Assert.True(sender.TrySend(Of(10)));
        Assert.False(sender.TrySend(Of(1)));
    }

    [Fact]
    public void Channels_of_one_input_share_its_budget_and_each_has_one_credit_of_its_own()
    {
        var budget = new InputBudget(100);
        var channels = Enumerable.Range(0, 4).Select(_ => new LocalChannel<long>(new LocalSettings(4, 0), budget, _consumer)).ToArray();
        var senders = Array.ConvertAll(channels, Open);
        Assert.True(senders[0].TrySend(Of(1)));
        Assert.True(senders[0].TrySend(Of(10)));
        Assert.Equal(20, budget.Free);
        Assert.False(senders[0].TrySend(Of(10)));
        Assert.All(senders.Skip(1), s => Assert.True(s.TrySend(Of(1_000))));
        Assert.False(senders[1].TrySend(Of(3)));
        Assert.True(senders[2].TrySend(Of(2)));
        Assert.Equal(4, budget.Free);

        foreach (var channel in channels)
            while (channel.Receiver.TryReceive(out _)) { }
        Assert.Equal(100, budget.Free);
    }

    [Fact]
    public void The_own_credit_is_free_again_when_its_batch_is_taken_whatever_waits_behind()
    {
        var budget = new InputBudget(16);
        var channel = new LocalChannel<long>(new LocalSettings(4, 0), budget, _consumer);
        var sender = Open(channel);
        Assert.True(sender.TrySend(Of(1)));
        Assert.True(sender.TrySend(Of(2)));
        Assert.False(sender.TrySend(Of(1)));
        channel.Receiver.TryReceive(out _);
        Assert.Equal(1, channel.Receiver.QueueLength);
        Assert.True(sender.TrySend(Of(1_000)));
        Assert.False(sender.TrySend(Of(1)));
    }

    [Fact]
    public void Who_is_refused_for_what_others_have_borrowed_wakes_the_consumer_and_is_woken_by_its_own_channel()
    {
        var budget = new InputBudget(8);
        var other = new LocalChannel<long>(new LocalSettings(4, 0), budget, _consumer);
        var channel = new LocalChannel<long>(new LocalSettings(4, 0), budget, _consumer);
        var (holder, sender) = (other.Open(_consumer, new BatchPool<long>(4)), Open(channel));
        holder.TrySend(Of(1));
        holder.TrySend(Of(1));
        Assert.Equal(0, budget.Free);
        var wakes = _consumer.Wakes;

        Assert.True(sender.TrySend(Of(1)));
        Assert.Equal(wakes, _consumer.Wakes);
        Assert.False(sender.TrySend(Of(1)));
        Assert.Equal(wakes + 1, _consumer.Wakes);
        Assert.Equal(0, _producer.Wakes);
        channel.Receiver.TryReceive(out _);
        Assert.Equal(1, _producer.Wakes);
        Assert.Equal(0, budget.Free);
        Assert.True(sender.TrySend(Of(1)));
    }

    [Fact]
    public void Credits_that_other_channels_have_used_up_are_none()
    {
        var budget = new InputBudget(24);
        var other = new LocalChannel<long>(new LocalSettings(4, 0), budget, _consumer);
        var channel = new LocalChannel<long>(new LocalSettings(4, 0), budget, _consumer);
        var (holder, sender) = (other.Open(_consumer, new BatchPool<long>(4)), Open(channel));
        Assert.Equal((4, 0), (sender.Credits, sender.CreditsInUse));
        sender.TrySend(Of(1));
        sender.TrySend(Of(1));
        Assert.Equal((4, 2), (sender.Credits, sender.CreditsInUse));
        holder.TrySend(Of(1));
        holder.TrySend(Of(2));
        Assert.Equal((2, 2), (sender.Credits, sender.CreditsInUse));
    }

    private BatchSender<long> Open(LocalChannel<long> channel) => channel.Open(_producer, new BatchPool<long>(4));

    // Eight bytes a record.
    private static Batch<long> Of(int records)
    {
        var batch = new Batch<long>(records);
        for (var i = 0; i < records; i++) batch.Add(i, Timestamps.None);
        return batch;
    }
}
