using FlowActors.Operators;
using FlowActors.Sources;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sources;

/// <summary>Lines of a server on the loopback; the time to connect again is the test's.</summary>
public sealed class SocketTextSourceTests : IDisposable
{
    private const string Host = "127.0.0.1";
    private static readonly SocketTextSettings Once = new() { ReconnectsMax = 0 };
    private static readonly SocketTextSettings Always = new();
    private readonly LineServer _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Lines_come_over_several_writes_and_a_close_ends_the_source_when_it_may_not_connect_again()
    {
        using var harness = Read(Once);
        await _server.AcceptAsync();
        _server.Send("one\r\ntw");
        await ReadUntilAsync(harness, 1);
        _server.Send("o\n\nth");
        await ReadUntilAsync(harness, 3);
        _server.Send([(byte)'r', 0xC3]);
        _server.Send([0xA9, (byte)'e', (byte)'e', (byte)'\n']);
        _server.Send("\0last");
        _server.End();
        Assert.Equal(["one", "two", "", "thréee", "\0last"], await harness.ReadToEndAsync());
        Assert.Equal(0, harness.Context.TestMetrics.Counter("numReconnects").Value);
        Assert.Equal(0, harness.Context.TestMetrics.Counter("numTornLines").Value);
    }

    [Fact]
    public async Task Many_lines_come_whole_and_in_order()
    {
        using var harness = Read(Once);
        await _server.AcceptAsync();
        var lines = Enumerable.Range(0, 50_000).Select(i => $"line {i}").ToList();
        var sent = Task.Run(() =>
        {
            _server.Send(string.Join('\n', lines));
            _server.End();
        });
        Assert.Equal(lines, await harness.ReadToEndAsync());
        await sent;
    }

    [Fact]
    public async Task A_server_that_closes_and_comes_back_is_connected_to_again_after_the_delay()
    {
        using var harness = Read(Always);
        await _server.AcceptAsync();
        _server.Send("a\nb");
        _server.End();
        await ReadUntilAsync(harness, 2);
        await harness.Context.Clock.TimerSetAsync();
        Assert.Equal(TimeSpan.FromMilliseconds(500), harness.Context.Clock.NextTimer);
        harness.Context.Clock.Advance(TimeSpan.FromMilliseconds(500));
        await _server.AcceptAsync();
        _server.Send("c\n");
        await ReadUntilAsync(harness, 3);
        Assert.Equal(["a", "b", "c"], harness.Output.Values);
        Assert.Equal(1, harness.Context.TestMetrics.Counter("numReconnects").Value);
    }

    [Fact]
    public async Task A_line_that_is_torn_by_a_lost_connection_is_dropped_and_counted()
    {
        using var harness = Read(Always);
        await _server.AcceptAsync();
        _server.Send("whole\ntor");
        await ReadUntilAsync(harness, 1);
        _server.Reset();
        await harness.Context.Clock.TimerSetAsync();
        harness.Context.Clock.Advance(TimeSpan.FromMilliseconds(500));
        await _server.AcceptAsync();
        _server.Send("next\n");
        await ReadUntilAsync(harness, 2);
        Assert.Equal(["whole", "next"], harness.Output.Values);
        Assert.Equal(1, harness.Context.TestMetrics.Counter("numTornLines").Value);
    }

    [Fact]
    public async Task A_lost_connection_fails_when_it_may_not_connect_again()
    {
        using var harness = Read(Once);
        await _server.AcceptAsync();
        _server.Send("whole\ntor");
        await ReadUntilAsync(harness, 1);
        _server.Reset();
        var failure = await Assert.ThrowsAsync<IOException>(harness.ReadToEndAsync);
        Assert.Contains("Source 'operator' of job 'test'", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"The connection to '{Host}:{_server.Port}', of which 1 lines were read, was lost: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("SocketTextSettings.ReconnectsMax", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["whole"], harness.Output.Values);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Where_nobody_listens_it_fails_after_so_many_reconnects(int reconnectsMax)
    {
        var port = FreePorts.Take(1)[0];
        using var harness = new SourceHarness<string>(new SocketTextSource(Host, port, Once with { ReconnectsMax = reconnectsMax }));
        var read = harness.ReadToEndAsync();
        for (var i = 0; i < reconnectsMax; i++)
        {
            await harness.Context.Clock.TimerSetAsync();
            harness.Context.Clock.Advance(TimeSpan.FromMilliseconds(500));
        }

        var failure = await Assert.ThrowsAsync<IOException>(() => read);
        var tries = reconnectsMax == 0 ? "" : " after 2 reconnects in a row";
        Assert.Contains($"'{Host}:{port}', of which 0 lines were read, was not made{tries}: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_come_begin_the_count_of_reconnects_anew()
    {
        using var harness = Read(Once with { ReconnectsMax = 1, ReconnectDelay = TimeSpan.Zero });
        for (var i = 0; i < 4; i++)
        {
            await _server.AcceptAsync();
            _server.Send("a\n");
            _server.End();
            await ReadUntilAsync(harness, i + 1);
        }

        await _server.AcceptAsync();
        _server.End();
        Assert.Equal(["a", "a", "a", "a"], await harness.ReadToEndAsync());
    }

    [Fact]
    public async Task Closing_ends_a_wait_for_lines_and_a_wait_to_connect_again()
    {
        var silent = Read(Always);
        await _server.AcceptAsync();
        silent.Dispose();
        await _server.EndedAsync();

        var alone = new SourceHarness<string>(new SocketTextSource(Host, FreePorts.Take(1)[0], Always));
        await alone.Context.Clock.TimerSetAsync();
        alone.Dispose();
        Assert.Equal(0, alone.Context.Clock.TimerCount);
    }

    [Fact]
    public async Task Checkpoints_that_complete_while_lines_come_lose_none()
    {
        var source = new SocketTextSource(Host, _server.Port, Once);
        using var reader = new OneReader<SocketSplit>(source);
        reader.Add(new SocketSplit(Host, _server.Port, 0));
        await _server.AcceptAsync();
        for (var i = 1; i <= 500; i++)
        {
            reader.Snapshot(i);
            reader.Reader.CheckpointComplete(i);
            _server.Send($"{i}\n");
        }

        reader.ReadUntil(() => reader.Output.Values.Count == 500);
        Assert.Equal(Enumerable.Range(1, 500).Select(i => $"{i}"), reader.Output.Values);
        Assert.Equal([new SocketSplit(Host, _server.Port, 500)], reader.Snapshot());
    }

    [Fact]
    public async Task What_is_no_text_is_replaced_and_counted()
    {
        using var harness = Read(Once);
        await _server.AcceptAsync();
        _server.Send([(byte)'a', 0xFF, (byte)'\n']);
        _server.End();
        Assert.Equal(["a\uFFFD"], await harness.ReadToEndAsync());
        Assert.Equal(1, harness.Context.GetLongCounter(TextFileSource.InvalidUtf8Accumulator).Value);
    }

    [Fact]
    public async Task A_line_above_the_limit_fails_behind_those_before_it()
    {
        using var harness = Read(Once with { LineBytesMax = 5 });
        await _server.AcceptAsync();
        _server.Send("12345\n123456\n");
        var failure = await Assert.ThrowsAsync<IOException>(harness.ReadToEndAsync);
        Assert.Contains($"'{Host}:{_server.Port}', of which 1 lines were read: the line that follows is longer than 5 bytes", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["12345"], harness.Output.Values);
    }

    [Theory]
    [InlineData("", 80, "no host")]
    [InlineData(" ", 80, "no host")]
    [InlineData("host", 0, "from port 0 of 'host'")]
    [InlineData("host", 65_536, "from port 65536 of 'host'")]
    public void What_no_server_can_be_is_refused(string host, int port, string message) =>
        AssertRefused(new SocketTextSource(host, port, Always), message);

    [Fact]
    public void Settings_that_cannot_be_are_refused()
    {
        AssertRefused(Of(Always with { ReconnectDelay = TimeSpan.FromTicks(-1) }), "ReconnectDelay = -00:00:00.0000001");
        AssertRefused(Of(Always with { ReconnectDelay = TimeSpan.FromDays(2) }), "ReconnectDelay = 2.00:00:00");
        AssertRefused(Of(Always with { ReconnectsMax = -1 }), "ReconnectsMax = -1");
        AssertRefused(Of(Always with { LineBytesMax = 0 }), "LineBytesMax = 0");
        Of(Always with { ReconnectDelay = TimeSpan.Zero, ReconnectsMax = 0, LineBytesMax = 1 }).Validate();
    }

    private static SocketTextSource Of(SocketTextSettings settings) => new(Host, 80, settings);

    private static void AssertRefused(SocketTextSource source, string message) =>
        Assert.Contains(message, Assert.Throws<JobValidationException>(source.Validate).Message, StringComparison.Ordinal);

    private SourceHarness<string> Read(SocketTextSettings settings) => new(new SocketTextSource(Host, _server.Port, settings));

    private static async Task ReadUntilAsync(SourceHarness<string> harness, int lines)
    {
        while (harness.Output.Values.Count < lines)
        {
            if (harness.Poll() == Progress.Waiting && harness.Output.Values.Count < lines) await harness.Context.WokenAsync();
        }
    }
}
