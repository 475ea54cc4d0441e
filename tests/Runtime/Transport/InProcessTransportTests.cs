using FlowActors.Runtime.Transport;
using FlowActors.Runtime.Transport.Frames;

namespace FlowActors.Runtime.Tests.Transport;

/// <summary>The protocol, pumped by hand: what is sent, in which order, and who hears of what is lost.</summary>
public sealed class InProcessTransportTests
{
    private static readonly ChannelAddress First = new(1, 2, 0);
    private static readonly ChannelAddress Second = new(1, 2, 1);
    private readonly InProcessNetwork _network = new();
    private readonly InProcessTransport _a;
    private readonly InProcessTransport _b;
    private readonly RecordingInput _input = new();
    private readonly RecordingInput _otherInput = new();
    private readonly RecordingEvents _events = new();
    private readonly RecordingEvents _otherEvents = new();

    public InProcessTransportTests()
    {
        _a = _network.AddNode(new TransportSettings("A") { WindowBytes = 1_000 });
        _b = _network.AddNode(new TransportSettings("B") { WindowBytes = 1_000, MessageBytesMax = 300_000 });
    }

    [Fact]
    public void Nothing_moves_before_it_is_pumped()
    {
        var output = OpenFirst();
        Assert.True(output.TrySend(Messages.Of(1), 5));
        Assert.Equal(0, _input.Count);
        _network.Pump();
        var (kind, bytes) = _input.Next();
        Assert.Equal(5, kind);
        Assert.Equal([1], bytes);
    }

    [Fact]
    public void The_window_is_refused_asked_for_and_given_back()
    {
        var output = OpenFirst();
        _network.Pump();
        var sent = 0;
        while (output.TrySend(Messages.Of(new byte[72]), 0)) sent++;
        Assert.Equal(10, sent);
        Assert.Equal(0, _events.Wakes);
        _network.Pump();
        Assert.Equal(1, _events.Wakes);
        Assert.Equal(10, _input.Count);
        Assert.True(output.TrySend(Messages.Of(new byte[72]), 0));
    }

    [Fact]
    public void A_single_byte_under_way_is_given_back_to_a_message_of_the_whole_window()
    {
        var output = OpenFirst();
        Assert.True(output.TrySend(Messages.Of(1), 0));
        var large = Messages.Of(new byte[200_000]);
        Assert.False(output.TrySend(large, 0));
        _network.Pump();
        Assert.Equal(1, _events.Wakes);
        Assert.True(output.TrySend(large, 0));
        _network.Pump();
        Assert.Single(_input.Next().Bytes);
        Assert.Equal(200_000, _input.Next().Bytes.Length);
    }

    [Fact]
    public void A_waiting_sender_that_is_disposed_lets_the_next_one_pass()
    {
        var output = OpenFirst();
        var other = OpenSecond();
        Assert.True(output.TrySend(Messages.Of(new byte[900]), 0));
        Assert.False(output.TrySend(Messages.Of(new byte[900]), 0));
        Assert.False(other.TrySend(Messages.Of(new byte[900]), 0));
        _network.Pump();
        Assert.Equal(1, _events.Wakes);
        Assert.Equal(0, _otherEvents.Wakes);
        output.Dispose();
        _network.Pump();
        Assert.Equal(1, _otherEvents.Wakes);
        Assert.True(other.TrySend(Messages.Of(new byte[900]), 0));
    }

    [Fact]
    public void Room_that_is_kept_for_an_idle_sender_does_not_keep_the_wire_busy()
    {
        var output = OpenFirst();
        var other = OpenSecond();
        Assert.True(output.TrySend(Messages.Of(new byte[900]), 0));
        Assert.False(output.TrySend(Messages.Of(new byte[900]), 0));
        Assert.False(other.TrySend(Messages.Of(new byte[900]), 0));
        _network.Pump();
        Assert.False(_network.PumpOnce());
    }

    [Fact]
    public void Credits_travel_to_the_sender_and_are_kept_until_it_is_there()
    {
        var handle = _b.RegisterInput(First, _input);
        handle.Grant(3);
        handle.Grant(4);
        using var output = _a.OpenOutput(First, _b.LocalEndpoint, _events);
        _network.Pump();
        Assert.Equal(7, _events.Credits());
        handle.Grant(1);
        handle.Grant(1);
        _network.Pump();
        Assert.Equal(2, _events.Credits());
        Assert.Throws<ArgumentOutOfRangeException>(() => handle.Grant(0));
    }

    [Fact]
    public void A_lost_frame_fails_its_channel_at_both_ends_once_and_no_other()
    {
        var output = OpenFirst();
        var other = OpenSecond();
        _network.LoseNext(header => header.Address == First && header.Sequence == 2);
        for (byte i = 0; i < 4; i++)
        {
            Assert.True(output.TrySend(Messages.Of(i), 0));
            Assert.True(other.TrySend(Messages.Of(i), 0));
        }

        _network.Pump();
        Assert.Equal(1, _input.Count);
        Assert.Equal(1, _input.Failures);
        Assert.Equal(1, _events.Failures);
        var failure = Failure(_input);
        Assert.Equal("Channel 0 of region 1, attempt 2, from node A to node B, failed: a sequence gap: frame 3 came where frame 2 was due, so frames are lost", failure.Message);
        Assert.Equal(failure.Message, Failure(_events).Message);
        Assert.Equal(First, failure.Channel);
        Assert.Equal(4, _otherInput.Count);
        Assert.Equal(0, _otherInput.Failures + _otherEvents.Failures);
        Assert.False(output.TrySend(Messages.Of(1), 0));
        Assert.True(other.TrySend(Messages.Of(1), 0));
    }

    [Fact]
    public void The_window_of_a_failed_channel_is_given_back()
    {
        var output = OpenFirst();
        var other = OpenSecond();
        _network.LoseNext(header => header.Address == First && header.Sequence == 1 && !header.IsControl);
        for (var i = 0; i < 5; i++) Assert.True(output.TrySend(Messages.Of(new byte[172]), 0));
        var message = Messages.Of(new byte[772]);
        Assert.False(other.TrySend(message, 0));
        _network.Pump();
        Assert.Equal(1, _otherEvents.Wakes);
        Assert.True(other.TrySend(message, 0));
    }

    [Fact]
    public void A_lost_last_frame_is_noticed_at_the_close()
    {
        var output = OpenFirst();
        _network.LoseNext(header => header is { IsControl: false });
        output.TrySend(Messages.Of(1), 0);
        output.Dispose();
        _network.Pump();
        Assert.Contains("sequence gap", Failure(_input).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lost_control_frame_fails_the_connection()
    {
        var handle = _b.RegisterInput(First, _input);
        _a.OpenOutput(First, _b.LocalEndpoint, _events);
        _network.LoseNext(header => header is { IsControl: true, Kind: (byte)ControlKind.Credit });
        handle.Grant(1);
        _network.Pump();
        handle.Grant(1);
        _network.Pump();
        Assert.Contains("sequence gap", Failure(_events).Message, StringComparison.Ordinal);
        Assert.Contains("the sending node ended the connection: a sequence gap", Failure(_input).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_channel_without_a_receiver_is_refused_and_others_go_on()
    {
        var other = OpenSecond();
        _a.OpenOutput(First, _b.LocalEndpoint, _events);
        _network.Pump();
        Assert.Contains("from node A to node B, failed: the receiving node does not know the channel", Failure(_events).Message, StringComparison.Ordinal);
        Assert.True(other.TrySend(Messages.Of(1), 0));
        _network.Pump();
        Assert.Equal(1, _otherInput.Count);
    }

    [Fact]
    public void However_many_channels_are_refused_the_connection_goes_on_and_remembers_those_that_are_open()
    {
        var output = OpenFirst();
        for (var channel = 100; channel < 70_100; channel++)
        {
            _a.OpenOutput(First with { Channel = channel }, _b.LocalEndpoint, new RecordingEvents());
            if (channel % 1_000 == 0) _network.Pump();
        }

        _network.Pump();
        Assert.Equal(1, _b.Incoming!.ChannelCount);
        Assert.True(output.TrySend(Messages.Of(1), 0));
        _network.Pump();
        Assert.Equal(1, _input.Count);
        Assert.Equal(0, _input.Failures + _events.Failures);
    }

    [Fact]
    public void More_channels_at_once_than_strays_are_suffered_may_be_refused()
    {
        var all = Enumerable.Range(100, 70_000).Select(channel =>
        {
            var events = new RecordingEvents();
            _a.OpenOutput(First with { Channel = channel }, _b.LocalEndpoint, events);
            return events;
        }).ToArray();
        _network.Pump();
        Assert.All(all, events => Assert.Contains("does not know the channel", Failure(events).Message, StringComparison.Ordinal));
        Assert.Equal(0, _b.Incoming!.ChannelCount);
    }

    [Fact]
    public void A_channel_that_failed_in_the_middle_is_forgotten_and_may_be_opened_again()
    {
        var handle = _b.RegisterInput(First, _input);
        var output = _a.OpenOutput(First, _b.LocalEndpoint, _events);
        _network.Pump();
        handle.Dispose();
        output.TrySend(Messages.Of(1), 0);
        _network.Pump();
        Assert.Equal(1, _events.Failures);
        Assert.Equal(0, _b.Incoming!.ChannelCount);

        Open(First, _otherInput, _otherEvents).TrySend(Messages.Of(2), 0);
        _network.Pump();
        Assert.Equal(1, _otherInput.Count);
        Assert.Equal(0, _otherEvents.Failures);
    }

    [Fact]
    public void A_connection_that_has_ended_is_forgotten()
    {
        for (var i = 0; i < 10; i++) _a.OpenOutput(First, new DataEndpoint($"nowhere-{i}", 1), new RecordingEvents());
        Assert.Equal(10, _a.OutgoingCount);
        _network.Pump();
        Assert.Equal(0, _a.OutgoingCount);
    }

    [Fact]
    public void A_stale_attempt_is_refused_and_the_running_one_is_not_touched()
    {
        var output = OpenFirst();
        _a.OpenOutput(First with { Attempt = 1 }, _b.LocalEndpoint, _otherEvents);
        output.TrySend(Messages.Of(1), 0);
        _network.Pump();
        Assert.Contains("the attempt is stale: the receiving node runs attempt 2 of the region, not attempt 1", Failure(_otherEvents).Message, StringComparison.Ordinal);
        Assert.Equal(1, _input.Count);
        Assert.Equal(0, _input.Failures + _events.Failures);
    }

    [Fact]
    public void A_message_to_a_receiver_that_has_gone_fails_the_sender()
    {
        var handle = _b.RegisterInput(First, _input);
        var output = _a.OpenOutput(First, _b.LocalEndpoint, _events);
        output.TrySend(Messages.Of(1), 0);
        _network.Pump();
        handle.Dispose();
        _network.Pump();
        Assert.Equal(0, _events.Failures);
        output.TrySend(Messages.Of(2), 0);
        output.TrySend(Messages.Of(3), 0);
        _network.Pump();
        Assert.Equal(1, _events.Failures);
        Assert.Equal(1, _input.Count);
        Assert.Equal(0, _input.Failures);
    }

    [Fact]
    public void A_second_sender_for_a_channel_is_refused()
    {
        var third = _network.AddNode(new TransportSettings("C"));
        var output = OpenFirst();
        _network.Pump();
        third.OpenOutput(First, _b.LocalEndpoint, _otherEvents);
        _network.Pump();
        Assert.Contains("no second sender", Failure(_otherEvents).Message, StringComparison.Ordinal);
        Assert.True(output.TrySend(Messages.Of(1), 0));
        _network.Pump();
        Assert.Equal(1, _input.Count);
    }

    [Fact]
    public void A_cut_connection_fails_both_ends_of_its_channels_once_and_is_made_anew_on_next_use()
    {
        var output = OpenFirst();
        var other = OpenSecond();
        _network.Pump();
        other.Dispose();
        _network.Pump();
        _network.Cut(_b);
        Assert.Equal(1, _input.Failures);
        Assert.Equal(1, _events.Failures);
        Assert.Equal(0, _otherInput.Failures + _otherEvents.Failures);
        Assert.False(output.TrySend(Messages.Of(1), 0));

        var (input, events) = (new RecordingInput(), new RecordingEvents());
        _b.RegisterInput(First with { Attempt = 3 }, input);
        _a.OpenOutput(First with { Attempt = 3 }, _b.LocalEndpoint, events).TrySend(Messages.Of(1), 0);
        _network.Pump();
        Assert.Equal(1, input.Count);
    }

    [Fact]
    public void A_channel_closed_after_its_last_message_has_not_failed()
    {
        var output = OpenFirst();
        output.TrySend(Messages.Of(1), 0);
        output.Dispose();
        output.Dispose();
        _network.Pump();
        _network.Cut(_a);
        Assert.Equal(1, _input.Count);
        Assert.Equal(0, _input.Failures + _events.Failures);
        Assert.Throws<ObjectDisposedException>(() => output.TrySend(Messages.Of(1), 0));
    }

    [Fact]
    public void A_node_that_does_not_exist_fails_the_output()
    {
        _a.OpenOutput(First, new DataEndpoint("nowhere", 1), _events);
        _network.Pump();
        Assert.Contains("from node A to node nowhere, failed: it could not be connected to", Failure(_events).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_above_the_maximum_are_refused_by_either_end()
    {
        var output = OpenFirst();
        _network.Pump();
        Assert.True(output.TrySend(Messages.Of(new byte[300_000]), 0));
        _network.Pump();
        Assert.Equal(300_000, _input.Next().Bytes.Length);
        Assert.True(output.TrySend(Messages.Of(new byte[300_001]), 0));
        _network.Pump();
        Assert.Contains("longer than the maximum of 300000 bytes", Failure(_events).Message, StringComparison.Ordinal);
        Assert.Equal(1, _input.Failures);

        var limited = _b.OpenOutput(First, _a.LocalEndpoint, _otherEvents);
        Assert.Throws<ArgumentException>(() => limited.TrySend(Messages.Of(new byte[300_001]), 0));
    }

    [Fact]
    public void What_a_receiver_throws_fails_its_channel_alone()
    {
        _b.RegisterInput(First, new ThrowingInput());
        var output = _a.OpenOutput(First, _b.LocalEndpoint, _events);
        var other = OpenSecond();
        output.TrySend(Messages.Of(1), 0);
        other.TrySend(Messages.Of(1), 0);
        _network.Pump();
        Assert.Contains("the receiver threw InvalidOperationException: full", Failure(_events).Message, StringComparison.Ordinal);
        Assert.Equal(1, _otherInput.Count);
    }

    [Fact]
    public async Task A_disposed_node_fails_what_is_open_at_its_peers_and_takes_nothing_more()
    {
        var output = OpenFirst();
        _b.RegisterInput(Second, _otherInput);
        output.TrySend(Messages.Of(1), 0);
        _network.Pump();
        await _b.DisposeAsync();
        Assert.Contains("the receiving node ended the connection: node B shut its transport down", Failure(_events).Message, StringComparison.Ordinal);
        Assert.Equal((1, 1, 1), (_events.Failures, _input.Failures, _otherInput.Failures));
        Assert.Throws<ObjectDisposedException>(() => _b.RegisterInput(new ChannelAddress(9, 9, 9), _input));
        Assert.Throws<ObjectDisposedException>(() => _b.OpenOutput(First, _a.LocalEndpoint, _events));
    }

    [Fact]
    public void A_channel_has_one_receiver_and_one_sender()
    {
        OpenFirst();
        Assert.Throws<InvalidOperationException>(() => _b.RegisterInput(First, _otherInput));
        Assert.Throws<InvalidOperationException>(() => _a.OpenOutput(First, _b.LocalEndpoint, _otherEvents));
    }

    private static DataConnectionException Failure(RecordingInput input) =>
        input.Failed.IsCompleted ? input.Failed.Result : throw new InvalidOperationException("The input has not failed.");

    private static DataConnectionException Failure(RecordingEvents events) =>
        events.Failed.IsCompleted ? events.Failed.Result : throw new InvalidOperationException("The output has not failed.");

    private IFrameOutput OpenFirst() => Open(First, _input, _events);

    private IFrameOutput OpenSecond() => Open(Second, _otherInput, _otherEvents);

    private IFrameOutput Open(ChannelAddress address, RecordingInput input, RecordingEvents events)
    {
        _b.RegisterInput(address, input);
        return _a.OpenOutput(address, _b.LocalEndpoint, events);
    }

    private sealed class ThrowingInput : IFrameInput
    {
        public void OnMessage(byte kind, FrameBuffer message) => throw new InvalidOperationException("full");

        public void OnFailed(DataConnectionException failure)
        {
        }
    }
}
