using FlowActors.Runtime.Subtasks;
using FlowActors.Elements;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Exchange;
using FlowActors.Runtime.Transport;
using FlowActors.Serialization;

namespace FlowActors.Runtime.Tests.Exchange;

public sealed class LocalChannelTests : IDisposable
{
    private readonly RecordingWakeable _consumer = new();
    private readonly RecordingWakeable _producer = new();

    public void Dispose()
    {
        _consumer.Dispose();
        _producer.Dispose();
    }

    [Fact]
    public void It_takes_as_many_batches_as_it_has_credits()
    {
        var (sender, receiver) = Open(3);
        for (var i = 0; i < 3; i++) Assert.True(sender.TrySend(Numbered(i)));
        Assert.False(sender.TrySend(Numbered(3)));
        Assert.Equal(3, receiver.QueueLength);

        Assert.True(receiver.TryReceive(out var first));
        Assert.Equal(0, first.Values[0]);
        Assert.True(sender.TrySend(Numbered(3)));
        Assert.False(sender.TrySend(Numbered(4)));
    }

    [Fact]
    public void Nothing_behind_a_barrier_that_overtakes_is_given_before_the_barrier_is_told()
    {
        var (sender, receiver) = Open(3);
        sender.TrySend(Numbered(0));
        sender.Overtake(new CheckpointBarrier(5, Mode: CheckpointMode.Unaligned), []);
        sender.TrySend(Numbered(1));
        Assert.True(receiver.TryReceive(out _));
        Assert.False(receiver.TryReceive(out _));
        Assert.Equal(1, receiver.TakeAnnouncement()?.Position);
        Assert.True(receiver.TryReceive(out var behind));
        Assert.Equal(1, behind.Values[0]);
    }

    [Fact]
    public void A_credit_is_in_use_from_the_sending_of_its_batch_to_the_taking()
    {
        var (sender, receiver) = Open(3);
        Assert.Equal((3, 0), (sender.Credits, sender.CreditsInUse));
        for (var i = 1; i <= 3; i++)
        {
            sender.TrySend(Numbered(i));
            Assert.Equal(i, sender.CreditsInUse);
        }

        sender.TrySend(Numbered(4));
        Assert.Equal(3, sender.CreditsInUse);
        for (var left = 2; left >= 0; left--)
        {
            receiver.TryReceive(out _);
            Assert.Equal(left, sender.CreditsInUse);
        }

        receiver.TryReceive(out _);
        Assert.Equal((3, 0), (sender.Credits, sender.CreditsInUse));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(4, 2)]
    [InlineData(16, 8)]
    public void Full_batches_wake_the_consumer_from_half_of_the_credits_on(int credits, int half)
    {
        var (sender, _) = Open(credits);
        for (var sent = 1; sent <= credits; sent++)
        {
            sender.TrySend(Numbered(sent));
            Assert.Equal(Math.Max(0, sent - half + 1), _consumer.Wakes);
        }
    }

    [Fact]
    public void A_push_wakes_the_consumer_once_for_what_was_held_back()
    {
        var (sender, receiver) = Open(8);
        sender.Push();
        Assert.Equal(0, _consumer.Wakes);

        sender.TrySend(Numbered(0));
        Assert.Equal(0, _consumer.Wakes);
        Assert.Equal(1, receiver.QueueLength);
        sender.Push();
        sender.Push();
        Assert.Equal(1, _consumer.Wakes);
    }

    [Fact]
    public void A_mark_wakes_the_consumer_at_once()
    {
        var (sender, _) = Open(8);
        var batch = new Batch<int>(1);
        batch.Mark(Elements.ControlKind.Watermark, 1);
        sender.TrySend(batch);
        Assert.Equal(1, _consumer.Wakes);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(4, 2)]
    [InlineData(16, 8)]
    public void The_producer_is_woken_after_a_refusal_when_half_of_the_credits_are_back_and_only_then(int credits, int half)
    {
        var (sender, receiver) = Open(credits);
        for (var sent = 0; sent < credits; sent++) sender.TrySend(Numbered(sent));
        receiver.TryReceive(out _);
        sender.TrySend(Numbered(credits));
        Assert.Equal(0, _producer.Wakes);

        Assert.False(sender.TrySend(Numbered(credits + 1)));
        for (var taken = 1; taken <= credits; taken++)
        {
            receiver.TryReceive(out _);
            Assert.Equal(taken < half ? 0 : 1, _producer.Wakes);
        }
    }

    [Fact]
    public void Plain_records_are_copied_and_their_batch_is_free_at_once()
    {
        var (sender, receiver) = Open(4);
        var pool = new BatchPool<int>(1);
        var batch = pool.Rent();
        batch.Mark(Elements.ControlKind.Watermark, 5);
        batch.Add(1, 10, 7);
        batch.Add(2, Timestamps.None, 8);
        batch.Mark(Elements.ControlKind.Idle, 0);
        var marks = batch.Marks.ToArray();
        sender.TrySend(batch);

        Assert.Same(batch, pool.Rent());
        Assert.True(batch.IsEmpty);
        Assert.True(receiver.TryReceive(out var received));
        Assert.Equal([1, 2], received.Values);
        Assert.Equal([10, Timestamps.None], received.Timestamps);
        Assert.Equal([7, 8], received.KeyHashes);
        Assert.Equal(marks, received.Marks);

        received.Release();
        sender.TrySend(Numbered(3));
        receiver.TryReceive(out var again);
        Assert.Same(received, again);
        Assert.Equal([3], again!.Values);
        Assert.True(again.Timestamps.IsEmpty && again.KeyHashes.IsEmpty && again.MarkCount == 0);
    }

    [Fact]
    public void Objects_and_shared_batches_are_handed_over_as_they_are()
    {
        var texts = new LocalChannel<string>(new LocalSettings(4, 1_000_000), null, _consumer);
        var batch = new Batch<string>(1);
        batch.Add("a", Timestamps.None);
        texts.Open(_producer, new BatchPool<string>(4)).TrySend(batch);
        texts.Receiver.TryReceive(out var received);
        Assert.Same(batch, received);

        var (sender, receiver) = Open(4);
        var shared = Numbered(1);
        shared.Share(2);
        sender.TrySend(shared);
        receiver.TryReceive(out var one);
        Assert.Same(shared, one);
    }

    [Fact]
    public void An_empty_channel_gives_nothing()
    {
        var (_, receiver) = Open(1);
        Assert.False(receiver.TryReceive(out _));
        Assert.Equal(0, receiver.QueueLength);
    }

    [Theory]
    [InlineData(1, 100_000)]
    [InlineData(4, 400_000)]
    public async Task Two_threads_that_sleep_until_they_are_woken_lose_nothing(int credits, int batches)
    {
        var (sender, receiver) = Open(credits);
        var consumer = LongRunning(() =>
        {
            for (var expected = 0; expected < batches; expected++)
            {
                Batch<int>? batch;
                while (!receiver.TryReceive(out batch)) _consumer.Sleep();
                if (batch.Values[0] != expected) Assert.Fail($"Batch {batch.Values[0]} came where {expected} was due.");
                batch.Release();
                if (receiver.QueueLength > credits) Assert.Fail($"{receiver.QueueLength} batches wait in a channel of {credits} credits.");
            }
        });
        var producer = LongRunning(() =>
        {
            var pool = new BatchPool<int>(credits + 2);
            for (var i = 0; i < batches; i++)
            {
                var batch = pool.Rent();
                batch.Add(i, Timestamps.None);
                while (!sender.TrySend(batch)) _producer.Sleep();
            }

            sender.Push();
        });

        // No limit for all of it, which takes as long as the machine is loaded: each sleep has one.
        await Task.WhenAll(producer, consumer);
        Assert.Equal(0, receiver.QueueLength);
    }

    [Fact]
    public void An_address_is_registered_once_and_free_again_after_its_end()
    {
        var exchange = new LocalExchange(new LocalSettings(2, 1_000));
        var channels = new InputChannels<int>(SerializerRegistry.Default.Get<int>(), 1, null);
        var address = new ChannelAddress(1, 1, 0);
        var input = exchange.RegisterInput(address, channels, _consumer);

        Assert.Throws<InvalidOperationException>(() => exchange.RegisterInput(address, channels, _consumer));
        input.Dispose();
        Assert.Equal(0, exchange.Count);
        using var again = exchange.RegisterInput(address, channels, _consumer);
        Assert.Equal(1, exchange.Count);
    }

    [Fact]
    public void A_sender_without_receiver_is_told_which_channel_and_follows_the_failure_that_took_it_away()
    {
        var exchange = new LocalExchange(new LocalSettings(2, 1_000));
        var refused = Assert.Throws<DataConnectionException>(() => exchange.OpenOutput(
            new ChannelAddress(1, 1, 9),
            new("s", "n", default),
            new OutgoingEdge<int>(SerializerRegistry.Default.Get<int>(), OutputTests.Sizer<int>(1_024, 65_536), "emitter", "receiver"),
            _producer));
        Assert.Contains("channel 9", refused.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(FailureKind.Connection, SubtaskFailure.From(null, refused).Kind);
    }

    private (BatchSender<int> Sender, BatchReceiver<int> Receiver) Open(int credits)
    {
        var channel = new LocalChannel<int>(new LocalSettings(credits, 1_000_000), null, _consumer);
        return (channel.Open(_producer, new BatchPool<int>(credits + 2)), channel.Receiver);
    }

    private static Batch<int> Numbered(int value)
    {
        var batch = new Batch<int>(1);
        batch.Add(value, Timestamps.None);
        return batch;
    }

    private static Task LongRunning(Action action) => Task.Factory.StartNew(action, TaskCreationOptions.LongRunning);
}
