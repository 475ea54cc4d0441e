using System.Net.Sockets;
using FlowActors.Runtime.Transport;
using FlowActors.Runtime.Transport.Frames;
using FlowActors.Runtime.Transport.Sockets;

namespace FlowActors.Runtime.Tests.Transport;

/// <summary>The same over sockets, with its threads: order, window, failures and what strangers send.</summary>
public sealed class NodeTransportTests : IAsyncLifetime
{
    private const int Hang = 60_000;
    private const int Window = 1 << 20;
    private static readonly ChannelAddress Address = new(1, 0, 0);
    private readonly NodeTransport _a = NodeTransport.Start(new TransportSettings("A") { WindowBytes = Window });
    private readonly NodeTransport _b = NodeTransport.Start(new TransportSettings("B") { WindowBytes = Window });
    private readonly RecordingEvents _events = new();
    private readonly RecordingInput _input = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _a.DisposeAsync();
        await _b.DisposeAsync();
    }

    [Fact(Timeout = Hang)]
    public async Task Many_channels_in_both_directions_arrive_whole_and_in_order()
    {
        var flows = Enumerable.Range(0, 24).Select(i => FlowAsync(i % 2 == 0 ? (_a, _b) : (_b, _a), channel: i, count: 60));
        await Task.WhenAll(flows);
    }

    [Fact(Timeout = Hang)]
    public async Task A_receiver_that_is_held_stops_the_sender_at_the_window()
    {
        var gate = new ManualResetEventSlim(); // left to the garbage collector: the read loop may still pass it
        var held = new RecordingInput(gate);
        _b.RegisterInput(Address, held);
        using var output = _a.OpenOutput(Address, _b.LocalEndpoint, _events);
        var (sent, bytes) = (0, Messages.Random(1, 30_000));
        var refused = Messages.Of(bytes);
        while (output.TrySend(refused, 0))
        {
            sent++;
            refused = Messages.Of(bytes);
        }

        Assert.Equal(Window / FrameHeader.WireSizeOf(30_000), sent);
        Assert.Equal(0, _events.Wakes);
        gate.Set();
        await _events.WritableAsync();
        Assert.True(output.TrySend(refused, 0));
        for (var i = 0; i <= sent; i++) Assert.Equal(bytes, (await held.NextAsync()).Bytes);
        Assert.Equal(1, _events.Wakes);
    }

    [Fact(Timeout = Hang)]
    public async Task A_message_far_above_the_window_arrives()
    {
        using var output = Open();
        var bytes = Messages.Random(3, 20_000_000);
        await Messages.SendAsync(output, _events, [1]);
        await Messages.SendAsync(output, _events, bytes, kind: 9);
        await Messages.SendAsync(output, _events, [2]);
        Assert.Equal([1], (await _input.NextAsync()).Bytes);
        var (kind, arrived) = await _input.NextAsync();
        Assert.Equal(9, kind);
        Assert.True(bytes.AsSpan().SequenceEqual(arrived));
        Assert.Equal([2], (await _input.NextAsync()).Bytes);
    }

    [Fact(Timeout = Hang)]
    public async Task A_word_behind_large_messages_arrives_though_nothing_follows_it()
    {
        using var output = Open();
        var large = Messages.Random(5, FrameHeader.PayloadMax);
        for (var round = 0; round < 300; round++)
        {
            var count = round % 7;
            for (var i = 0; i < count; i++) await Messages.SendAsync(output, _events, large);
            await Messages.SendAsync(output, _events, [(byte)round]);
            for (var i = 0; i < count; i++) Assert.Equal(large, (await _input.NextAsync()).Bytes);
            Assert.Equal([(byte)round], (await _input.NextAsync()).Bytes);
        }
    }

    [Fact(Timeout = Hang)]
    public async Task Credits_reach_the_sender()
    {
        var handle = _b.RegisterInput(Address, _input);
        using var output = _a.OpenOutput(Address, _b.LocalEndpoint, _events);
        var sum = 0;
        for (var i = 0; i < 1_000; i++) handle.Grant(3);
        while (sum < 3_000) sum += await _events.CreditAsync();
        Assert.Equal(3_000, sum);
    }

    [Fact(Timeout = Hang)]
    public async Task A_refused_connection_names_both_nodes_and_the_channel()
    {
        var gone = NodeTransport.Start(new TransportSettings("C"));
        await gone.DisposeAsync();
        _a.OpenOutput(Address, gone.LocalEndpoint, _events);
        var failure = await _events.Failed;
        Assert.StartsWith($"Channel 0 of region 1, attempt 0, from node A ({_a.LocalEndpoint}) to node {gone.LocalEndpoint}, failed: it could not be connected to", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Hang)]
    public async Task A_disposed_node_fails_the_channels_of_its_peers_once()
    {
        var output = Open();
        await Messages.SendAsync(output, _events, [1]);
        await _input.NextAsync();
        await _b.DisposeAsync();
        Assert.Contains($"node B ({_b.LocalEndpoint})", (await _events.Failed).Message, StringComparison.Ordinal);
        Assert.Contains($"from node A ({_a.LocalEndpoint})", (await _input.Failed).Message, StringComparison.Ordinal);
        Assert.Equal((1, 1), (_events.Failures, _input.Failures));
        await _b.DisposeAsync();
    }

    [Fact(Timeout = Hang)]
    public async Task A_node_that_is_disposed_while_its_read_loop_is_held_still_ends()
    {
        var gate = new ManualResetEventSlim(); // left to the garbage collector: the read loop may still pass it
        _b.RegisterInput(Address, new RecordingInput(gate));
        var output = _a.OpenOutput(Address, _b.LocalEndpoint, _events);
        while (output.TrySend(Messages.Of(new byte[60_000]), 0))
        {
        }

        await _a.DisposeAsync();
        Assert.Equal(1, _events.Failures);
        gate.Set();
    }

    [Fact(Timeout = Hang)]
    public async Task A_sender_killed_in_the_middle_of_a_frame_fails_its_channel_and_no_other()
    {
        using var output = Open();
        var lost = new RecordingInput();
        _b.RegisterInput(Address with { Channel = 7 }, lost);
        using (var stranger = await RawPeer.ConnectAsync(_b.LocalEndpoint, "S"))
        {
            await stranger.SendAsync(RawPeer.Open(Address with { Channel = 7 }), RawPeer.Data(Address with { Channel = 7 }, 1, [1, 2, 3]));
            Assert.Equal([1, 2, 3], (await lost.NextAsync()).Bytes);
            await stranger.SendAsync(RawPeer.Data(Address with { Channel = 7 }, 2, new byte[100])[..60]);
        }

        var failure = await lost.Failed;
        Assert.Contains("from node S to node B", failure.Message, StringComparison.Ordinal);
        Assert.Contains("the connection was lost", failure.Message, StringComparison.Ordinal);
        await Messages.SendAsync(output, _events, [4]);
        Assert.Equal([4], (await _input.NextAsync()).Bytes);
        Assert.Equal(1, lost.Failures);
    }

    [Fact(Timeout = Hang)]
    public async Task Garbage_behind_a_good_handshake_fails_the_channels_of_that_connection_and_no_other()
    {
        using var output = Open();
        var lost = new RecordingInput();
        _b.RegisterInput(Address with { Channel = 7 }, lost);
        using var stranger = await RawPeer.ConnectAsync(_b.LocalEndpoint, "S");
        await stranger.SendAsync(RawPeer.Open(Address with { Channel = 7 }), Messages.Random(1, 1_000));
        Assert.Contains("a frame header is malformed", (await lost.Failed).Message, StringComparison.Ordinal);
        await stranger.ClosedAsync();
        await Messages.SendAsync(output, _events, [4]);
        Assert.Equal([4], (await _input.NextAsync()).Bytes);
    }

    [Theory(Timeout = Hang)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_stranger_without_a_handshake_is_dropped_and_touches_nobody(int seed)
    {
        using var output = Open();
        using var stranger = await RawPeer.ConnectSilentlyAsync(_b.LocalEndpoint);
        await stranger.SendAsync(Messages.Random(seed, 5_000));
        await stranger.ClosedAsync();
        await Messages.SendAsync(output, _events, [4]);
        Assert.Equal([4], (await _input.NextAsync()).Bytes);
        Assert.Equal(0, _input.Failures);
    }

    [Fact(Timeout = Hang)]
    public async Task A_node_of_another_version_is_refused_with_both_versions_named()
    {
        using var listener = new RawListener();
        _a.OpenOutput(Address, listener.Endpoint, _events);
        using var peer = await listener.AcceptAsync();
        await peer.SendAsync(new Hello(99, "old").ToBytes());
        Assert.Contains("node old speaks version 99 of the data protocol and this node version 1", (await _events.Failed).Message, StringComparison.Ordinal);

        using var client = await RawPeer.ConnectSilentlyAsync(_b.LocalEndpoint);
        await client.SendAsync(new Hello(99, "old").ToBytes());
        await client.ClosedAsync();
    }

    [Fact(Timeout = Hang)]
    public async Task A_receiver_that_gives_back_more_window_than_was_sent_is_not_trusted()
    {
        using var listener = new RawListener();
        _a.OpenOutput(Address, listener.Endpoint, _events);
        using var peer = await listener.AcceptAsync();
        await peer.SendAsync(new Hello(Hello.CurrentVersion, "liar").ToBytes(), RawPeer.Control(ControlKind.WindowAck, default, 0, [1, 0, 0, 0]));
        var failure = await _events.Failed;
        Assert.Contains("the window is given back 1 bytes when 0 are under way", failure.Message, StringComparison.Ordinal);
        Assert.Contains("to node liar", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_that_is_taken_is_a_clear_error()
    {
        var failure = Assert.Throws<DataListenerException>(() => NodeTransport.Start(new TransportSettings("D") { Port = _a.LocalEndpoint.Port }));
        Assert.Contains($"Node D cannot listen for data on 127.0.0.1, port {_a.LocalEndpoint.Port}", failure.Message, StringComparison.Ordinal);
        Assert.IsType<SocketException>(failure.InnerException);
    }

    private IFrameOutput Open()
    {
        _b.RegisterInput(Address, _input);
        return _a.OpenOutput(Address, _b.LocalEndpoint, _events);
    }

    internal static async Task FlowAsync((NodeTransport From, NodeTransport To) way, int channel, int count)
    {
        var (input, events) = (new RecordingInput(), new RecordingEvents());
        var address = new ChannelAddress(ulong.MaxValue, 3, channel);
        using var handle = way.To.RegisterInput(address, input);
        var random = new Random(channel);
        var lengths = Enumerable.Range(0, count).Select(_ => (int)Math.Pow(2, random.NextDouble() * 20) - 1).Append(1 << 20).ToArray();
        var sending = Task.Run(async () =>
        {
            using var output = way.From.OpenOutput(address, way.To.LocalEndpoint, events);
            for (var i = 0; i < lengths.Length; i++) await Messages.SendAsync(output, events, Messages.Random(i, lengths[i]), (byte)i);
        });
        for (var i = 0; i < lengths.Length; i++)
        {
            var (kind, bytes) = await input.NextAsync();
            Assert.Equal(i, kind);
            Assert.True(Messages.Random(i, lengths[i]).AsSpan().SequenceEqual(bytes), $"Message {i} of channel {channel} differs.");
        }

        await sending;
        Assert.Equal(0, input.Failures + events.Failures);
    }
}
