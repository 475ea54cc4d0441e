using FlowActors.Elements;
using FlowActors.Operators;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Exchange;
using FlowActors.Runtime.Tests.Transport;
using FlowActors.Runtime.Transport;
using FlowActors.Runtime.Transport.Frames;
using FlowActors.Serialization;
using ControlKind = FlowActors.Elements.ControlKind;

namespace FlowActors.Runtime.Tests.Exchange;

/// <summary>Channels between two nodes whose connection a test pumps by hand.</summary>
public sealed class RemoteChannelTests : IDisposable
{
    private const int Credits = 4;
    private static readonly ChannelAddress Address = new(1, 1, 0);
    private static readonly TypeSerializer<string> Texts = SerializerRegistry.Default.Get<string>();
    private static readonly InputChannels<string> Channels = new(Texts, 1, null);
    private static readonly RemoteSettings Limits = new(Credits, 1_024, 128 * 1024, 256 << 20);
    private readonly InProcessNetwork _network = new();
    private readonly InProcessTransport _a;
    private readonly InProcessTransport _b;
    private readonly RecordingWakeable _sending = new();
    private readonly RecordingWakeable _receiving = new();
    private readonly RemoteReceiver<string> _receiver;
    private readonly RemoteSender<string> _sender;

    public RemoteChannelTests()
    {
        _a = _network.AddNode(new TransportSettings("A") { WindowBytes = 1_000 });
        _b = _network.AddNode(new TransportSettings("B") { WindowBytes = 1_000 });
        _receiver = new RemoteReceiver<string>(_b, Address, Channels, _receiving, Credits);
        _sender = new RemoteSender<string>(_a, Address, _b.LocalEndpoint, Edge(), _sending, Limits);
        _network.Pump();
    }

    public void Dispose()
    {
        _sender.Dispose();
        _receiver.Dispose();
        _sending.Dispose();
        _receiving.Dispose();
    }

    [Fact]
    public void Nothing_behind_a_barrier_that_overtakes_is_given_before_the_barrier_is_told()
    {
        _sender.TrySend(Of("0", 0));
        _sender.Push();
        _sender.Overtake(new CheckpointBarrier(5, Mode: CheckpointMode.Unaligned), []);
        _sender.TrySend(Of("1", 1));
        _sender.Push();
        _network.Pump();
        Assert.True(_receiver.TryReceive(out _));
        Assert.False(_receiver.TryReceive(out _));
        Assert.Equal(1, _receiver.TakeAnnouncement()?.Position);
        Assert.True(_receiver.TryReceive(out var behind));
        Assert.Equal(["1"], behind.Values.ToArray());
    }

    [Fact]
    public void Batches_arrive_whole_and_in_order()
    {
        for (var i = 0; i < Credits; i++) Assert.True(_sender.TrySend(Of($"{i}", i)));
        Assert.Equal(0, _receiver.QueueLength);
        _network.Pump();

        Assert.Equal(Credits, _receiver.QueueLength);
        Assert.Equal(Credits, _receiving.Wakes);
        for (var i = 0; i < Credits; i++)
        {
            Assert.True(_receiver.TryReceive(out var batch));
            Assert.Equal([$"{i}"], batch.Values.ToArray());
            Assert.Equal([(long)i], batch.Timestamps.ToArray());
            Assert.Equal([new ControlMark(1, ControlKind.Watermark, i)], batch.Marks.ToArray());
            batch.Release();
        }

        Assert.False(_receiver.TryReceive(out _));
    }

    [Fact]
    public void Without_credit_nothing_is_sent_and_credits_come_back_in_halves()
    {
        for (var i = 0; i < Credits; i++) Assert.True(_sender.TrySend(Of("x", 0)));
        Assert.False(_sender.TrySend(Of("x", 0)));
        _network.Pump();
        Take(1);
        _network.Pump();
        Assert.Equal(0, _sending.Wakes);
        Take(1);
        _network.Pump();
        Assert.Equal(1, _sending.Wakes);

        Assert.True(_sender.TrySend(Of("x", 0)));
        Assert.True(_sender.TrySend(Of("x", 0)));
        Assert.False(_sender.TrySend(Of("x", 0)));
    }

    [Fact]
    public void A_credit_is_in_use_from_the_sending_of_its_batch_until_it_has_come_back()
    {
        Assert.Equal((Credits, 0), (_sender.Credits, _sender.CreditsInUse));
        for (var i = 1; i <= Credits; i++)
        {
            _sender.TrySend(Of("x", 0));
            Assert.Equal(i, _sender.CreditsInUse);
        }

        _sender.TrySend(Of("x", 0));
        Assert.Equal(Credits, _sender.CreditsInUse);
        _network.Pump();
        Take(1);
        _network.Pump();
        Assert.Equal(Credits, _sender.CreditsInUse);
        Take(1);
        Assert.Equal(Credits, _sender.CreditsInUse);
        _network.Pump();
        Assert.Equal((Credits, Credits / 2), (_sender.Credits, _sender.CreditsInUse));
    }

    [Fact]
    public void Full_batches_leave_together_when_they_are_pushed()
    {
        Assert.True(_sender.TrySend(WithoutMark("a")));
        Assert.True(_sender.TrySend(WithoutMark("b")));
        _network.Pump();
        Assert.Equal(0, _receiver.QueueLength);
        _sender.Push();
        _sender.Push();
        _network.Pump();

        Assert.Equal(2, _receiver.QueueLength);
        Assert.Equal(1, _receiving.Wakes);
        Assert.Equal("a", Next());
        Assert.Equal(1, _receiver.QueueLength);
        Assert.Equal("b", Next());
        Assert.Equal(0, _receiver.QueueLength);
    }

    [Fact]
    public void A_mark_takes_along_what_waits_before_it()
    {
        Assert.True(_sender.TrySend(WithoutMark("a")));
        Assert.True(_sender.TrySend(Of("b", 0)));
        _network.Pump();
        Assert.Equal("ab", Next() + Next());
    }

    [Fact]
    public void The_batch_that_takes_the_last_credit_waits_for_no_other()
    {
        for (var i = 0; i < Credits; i++) Assert.True(_sender.TrySend(WithoutMark("x")));
        _network.Pump();
        Assert.Equal(Credits, _receiver.QueueLength);
        Assert.Equal(1, _receiving.Wakes);
    }

    [Fact]
    public void A_message_leaves_when_another_batch_would_not_fit_its_frame()
    {
        using var receiver = new RemoteReceiver<string>(_b, Address with { Channel = 5 }, Channels, _receiving, 100);
        using var sender = new RemoteSender<string>(_a, Address with { Channel = 5 }, _b.LocalEndpoint, Edge(), _sending, Limits with { CreditsPerChannel = 100 });
        var third = new string('x', FrameHeader.PayloadMax / 3);
        sender.TrySend(WithoutMark(third));
        _network.Pump();
        Assert.Equal(0, receiver.QueueLength);
        sender.TrySend(WithoutMark(third));
        _network.Pump();
        Assert.Equal(2, receiver.QueueLength);
    }

    [Fact]
    public void Bytes_that_are_no_whole_batches_fail_the_channel()
    {
        var address = new ChannelAddress(1, 1, 1);
        using var receiver = new RemoteReceiver<string>(_b, address, Channels, _receiving, Credits);
        using var output = _a.OpenOutput(address, _b.LocalEndpoint, new RecordingEvents());
        output.TrySend(Messages.Of(9, 0, 0, 0, 1), RemoteSender<string>.BatchKind);
        _network.Pump();

        Assert.Contains("holds no batch at byte 0", _receiving.Failure!.Message, StringComparison.Ordinal);
        Assert.Equal(0, receiver.QueueLength);
    }

    [Fact]
    public void A_batch_is_given_back_to_its_pool_once_it_is_encoded()
    {
        var pool = new BatchPool<string>(1);
        var batch = pool.Rent();
        batch.Add("x", Timestamps.None);
        Assert.True(_sender.TrySend(batch));
        Assert.Same(batch, pool.Rent());
    }

    [Fact]
    public void What_the_window_refused_is_sent_without_another_call()
    {
        Assert.True(_sender.TrySend(Of(new string('a', 900), 0)));
        Assert.True(_sender.TrySend(Of(new string('b', 900), 0)));
        _network.Pump();

        // The subtask has ended: nobody calls the sender any more.
        Assert.Equal(2, _receiver.QueueLength);
        Assert.Equal('a', Next()[0]);
        Assert.Equal('b', Next()[0]);
        Assert.Equal(0, _sending.Wakes);
    }

    [Fact]
    public void A_batch_does_not_overtake_one_that_the_window_refused()
    {
        Assert.True(_sender.TrySend(Of(new string('a', 900), 0)));
        Assert.True(_sender.TrySend(Of(new string('b', 900), 0)));
        Assert.False(_sender.TrySend(Of("c", 0)));
        _network.Pump();
        Assert.Equal(1, _sending.Wakes);
        Assert.True(_sender.TrySend(Of("c", 0)));
        _network.Pump();

        Assert.Equal("abc", string.Concat(Next()[0], Next()[0], Next()[0]));
    }

    [Fact]
    public void A_lost_connection_reaches_both_subtasks()
    {
        _network.Cut(_b);
        _network.Pump();

        Assert.IsType<DataConnectionException>(_sending.Failure);
        Assert.IsType<DataConnectionException>(_receiving.Failure);
        Assert.Contains("channel 0", _sending.Failure.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_lost_frame_is_a_failure_and_not_a_gap()
    {
        _network.LoseNext(_ => true);
        _sender.TrySend(Of("lost", 0));
        _sender.TrySend(Of("kept", 0));
        _network.Pump();

        Assert.Contains("sequence gap", Assert.IsType<DataConnectionException>(_receiving.Failure).Message, StringComparison.Ordinal);
        Assert.False(_receiver.TryReceive(out _));
    }

    [Fact]
    public void A_message_of_another_kind_fails_the_channel()
    {
        var address = new ChannelAddress(1, 1, 1);
        using var receiver = new RemoteReceiver<string>(_b, address, Channels, _receiving, Credits);
        using var output = _a.OpenOutput(address, _b.LocalEndpoint, new RecordingEvents());
        output.TrySend(Messages.Of(1), 99);
        _network.Pump();

        Assert.Contains("unknown kind 99", _receiving.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_that_is_larger_than_was_thought_goes_in_pieces_that_take_a_credit_each()
    {
        var limits = new RemoteSettings(Credits, 1_024, 2_000, 10_000);
        using var receiver = new RemoteReceiver<string>(_b, Address with { Channel = 5 }, Channels, _receiving, Credits);
        using var sender = new RemoteSender<string>(_a, Address with { Channel = 5 }, _b.LocalEndpoint, Edge(), _sending, limits);
        var records = Enumerable.Range(0, 30).Select(i => new string((char)('a' + i), i < 10 ? 1 : 900)).ToArray();
        var batch = new Batch<string>(1);
        foreach (var record in records) batch.Add(record, Timestamps.None);
        batch.Mark(ControlKind.EndOfInput, 0);

        var received = new List<string>();
        var marks = new List<ControlMark>();
        var pieces = 0;
        while (!sender.TrySend(batch)) Drain();
        Drain();
        Assert.Equal(records, received);
        Assert.Equal(ControlKind.EndOfInput, Assert.Single(marks).Kind);
        // Ten small ones with the first two large, then two of 902 bytes at a time.
        Assert.Equal(10, pieces);

        void Drain()
        {
            _network.Pump();
            Assert.InRange(receiver.QueueLength, 0, Credits);
            while (receiver.TryReceive(out var piece))
            {
                pieces++;
                received.AddRange(piece.Values);
                marks.AddRange(piece.Marks);
                piece.Release();
            }

            _network.Pump();
        }
    }

    [Fact]
    public void A_record_above_the_longest_message_is_told_with_its_operators_and_those_before_it_arrive()
    {
        var limits = new RemoteSettings(Credits, 1_024, 2_000, 10_000);
        using var receiver = new RemoteReceiver<string>(_b, Address with { Channel = 5 }, Channels, _receiving, Credits);
        using var sender = new RemoteSender<string>(_a, Address with { Channel = 5 }, _b.LocalEndpoint, Edge(), _sending, limits);
        var batch = new Batch<string>(1);
        batch.Add("before", Timestamps.None);
        batch.Add(new string('x', 8_000), Timestamps.None);
        batch.Add(new string('x', 50_000_000), Timestamps.None);

        var memory = GC.GetAllocatedBytesForCurrentThread();
        var failure = Assert.Throws<SerializationException>(() =>
        {
            while (!sender.TrySend(batch)) _network.Pump();
        });
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - memory, 0, 10_000_000);
        Assert.Contains("A record of type String that operator 'emitter' emitted takes more than 10,000 bytes", failure.Message, StringComparison.Ordinal);
        Assert.Contains("operator 'receiver'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("flowactors.exchange.max-message-bytes", failure.Message, StringComparison.Ordinal);

        sender.Push();
        _network.Pump();
        Assert.Equal(2, receiver.QueueLength);
    }

    [Fact]
    public void The_sizer_learns_what_encoded_batches_weigh()
    {
        var edge = Edge();
        using var receiver = new RemoteReceiver<string>(_b, Address with { Channel = 5 }, Channels, _receiving, Credits);
        using var sender = new RemoteSender<string>(_a, Address with { Channel = 5 }, _b.LocalEndpoint, edge, _sending, Limits);
        var batch = new Batch<string>(1);
        for (var i = 0; i < 100; i++) batch.Add(new string('x', 10_000), Timestamps.None);
        // Only the last one is sampled.
        batch.Add("", Timestamps.None);
        edge.Sizer.Close(batch);
        Assert.Equal(1_024, edge.Sizer.RecordsPerBatch);
        while (!sender.TrySend(batch))
        {
            _network.Pump();
            while (receiver.TryReceive(out var piece)) piece.Release();
            _network.Pump();
        }

        Assert.InRange(edge.Sizer.RecordsPerBatch, 1, 14);
    }

    [Fact]
    public void A_record_that_was_changed_before_its_batch_was_encoded_is_told_with_its_operators()
    {
        var check = new RecordCheck<List<int>>(RecordPrinter<List<int>>.Create(SerializerRegistry.Default)!, "emitter", "receiver");
        var edge = new OutgoingEdge<List<int>>(
            SerializerRegistry.Default.Get<List<int>>(), OutputTests.Sizer<List<int>>(1_024, 65_536), "emitter", "receiver", check);
        using var sender = new RemoteSender<List<int>>(_a, Address with { Channel = 5 }, _b.LocalEndpoint, edge, _sending, Limits);
        var record = new List<int> { 1 };
        var batch = new Batch<List<int>>(1);
        batch.Print(check.Print(record));
        batch.Add(record, Timestamps.None);
        record.Add(2);
        var failure = Assert.Throws<RecordChangedException>(() => sender.TrySend(batch));
        Assert.Contains("that operator 'emitter' emitted was changed before operator 'receiver' received it", failure.Message, StringComparison.Ordinal);
    }

    private static OutgoingEdge<string> Edge() => new(Texts, OutputTests.Sizer<string>(1_024, 65_536), "emitter", "receiver");

    private static Batch<string> Of(string record, long timestamp)
    {
        var batch = new Batch<string>(1);
        batch.Add(record, timestamp);
        batch.Mark(ControlKind.Watermark, timestamp);
        return batch;
    }

    private static Batch<string> WithoutMark(string record)
    {
        var batch = new Batch<string>(1);
        batch.Add(record, Timestamps.None);
        return batch;
    }

    private string Next()
    {
        Assert.True(_receiver.TryReceive(out var batch));
        var record = batch.Values[0];
        batch.Release();
        return record;
    }

    private void Take(int batches)
    {
        for (var i = 0; i < batches; i++) Next();
    }
}
