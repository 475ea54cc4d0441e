using System.Threading.Channels;
using FlowActors.Operators;
using FlowActors.Sources;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sources;

public sealed class ChannelSourceTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1_000, 0)]
    [InlineData(20_000, 1)]
    [InlineData(20_000, 7)]
    public async Task All_records_come_in_order_and_a_completed_channel_ends_the_source(int count, int capacity)
    {
        var channel = capacity == 0 ? Channel.CreateUnbounded<int>(new() { SingleReader = true }) : Channel.CreateBounded<int>(capacity);
        using var harness = new SourceHarness<int>(Of(channel));
        var written = Task.Run(async () =>
        {
            for (var i = 0; i < count; i++) await channel.Writer.WriteAsync(i);
            channel.Writer.Complete();
        });
        Assert.Equal(Enumerable.Range(0, count), await harness.ReadToEndAsync());
        await written;
    }

    [Fact]
    public async Task A_reader_that_waits_is_woken_by_a_record_and_asks_the_channel_once()
    {
        var channel = Channel.CreateUnbounded<int>(new() { SingleReader = true });
        using var harness = new SourceHarness<int>(Of(channel));
        while (harness.Context.PendingWakes > 0) await harness.Context.WokenAsync();
        for (var i = 0; i < 3; i++) Assert.Equal(Progress.Waiting, harness.Poll());
        Assert.Equal(0, harness.Context.PendingWakes);
        channel.Writer.TryWrite(1);
        await harness.Context.WokenAsync();
        Assert.Equal(Progress.Waiting, harness.Poll());
        Assert.Equal([1], harness.Output.Values);
    }

    [Fact]
    public async Task What_the_channel_was_completed_with_comes_behind_its_records()
    {
        var broken = new InvalidDataException("broken");
        var channel = Channel.CreateUnbounded<int>();
        channel.Writer.TryWrite(1);
        channel.Writer.Complete(broken);
        using var harness = new SourceHarness<int>(Of(channel));
        Assert.Same(broken, await Assert.ThrowsAsync<InvalidDataException>(harness.ReadToEndAsync));
        Assert.Equal([1], harness.Output.Values);
        Assert.Equal(0, harness.Context.Cursor.ChainIndex);
    }

    [Fact]
    public async Task The_next_attempt_goes_on_with_what_the_channel_has()
    {
        var channel = Channel.CreateUnbounded<int>(new() { SingleReader = true });
        var source = Of(channel);
        for (var i = 0; i < 5; i++) channel.Writer.TryWrite(i);
        using (var first = new SourceHarness<int>(source))
        {
            first.Output.MakeRoom(2);
            Assert.Equal(Progress.OutputFull, first.Poll());
            Assert.Equal([0, 1], first.Output.Values);
            first.Output.MakeRoom(10);
            Assert.Equal(Progress.Waiting, first.Poll());
        }

        // The first one waited for this: its wait has ended with it.
        channel.Writer.TryWrite(5);
        channel.Writer.Complete();
        using var second = new SourceHarness<int>(source, attempt: 2);
        Assert.Equal([5], await second.ReadToEndAsync());
    }

    [Fact]
    public void A_source_that_is_closed_wakes_nobody()
    {
        var channel = Channel.CreateUnbounded<int>(new() { AllowSynchronousContinuations = true });
        var harness = new SourceHarness<int>(Of(channel));
        Assert.Equal(Progress.Waiting, harness.Poll());
        var wakes = harness.Context.PendingWakes;
        harness.Dispose();
        channel.Writer.TryWrite(1);
        Assert.Equal(wakes, harness.Context.PendingWakes);
    }

    [Fact]
    public void Only_whoever_says_so_has_a_bounded_source()
    {
        var channel = Channel.CreateUnbounded<int>();
        Assert.Equal(Boundedness.Unbounded, Of(channel).Boundedness);
        Assert.Equal(Boundedness.Bounded, new ChannelSource<int>(channel, Boundedness.Bounded).Boundedness);
    }

    private static ChannelSource<int> Of(Channel<int> channel) => new(channel, Boundedness.Unbounded);
}
