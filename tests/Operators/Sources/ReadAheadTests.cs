using FlowActors.Sources;

namespace FlowActors.Tests.Sources;

public class ReadAheadTests
{
    private const int Rounds = 30_000;
    private static readonly TextFileSettings Settings = new() { BufferBytes = 1, BuffersMax = 2 };

    [Fact(Timeout = 60_000)]
    public async Task The_end_is_not_lost_when_it_meets_the_last_take()
    {
        ReadAhead? ahead = null;
        using var both = new Barrier(2);
        var fetcher = Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < Rounds; i++)
                {
                    both.SignalAndWait();
                    ahead!.Complete(null);
                    both.SignalAndWait();
                }
            },
            TaskCreationOptions.LongRunning);

        var ends = 0;
        for (var i = 0; i < Rounds; i++)
        {
            ahead = new ReadAhead(Settings, () => { });
            ahead.Publish(default);
            both.SignalAndWait();
            // A little later each time, over and over: the two meet at every distance.
            Thread.SpinWait(i % 64);
            ahead.TryTake(out _);
            both.SignalAndWait();
            if (ahead.IsCompleted) ends++;
        }

        await fetcher;
        Assert.Equal(Rounds, ends);
    }

    [Fact]
    public void What_was_published_is_taken_before_the_failure_that_follows_it()
    {
        var ahead = new ReadAhead(Settings, () => { });
        ahead.Publish(default);
        ahead.Complete(new IOException("the disk is gone"));

        Assert.False(ahead.IsCompleted);
        Assert.True(ahead.TryTake(out _));
        Assert.False(ahead.TryTake(out _));
        Assert.Equal("the disk is gone", Assert.Throws<IOException>(() => ahead.IsCompleted).Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_reader_that_found_nothing_is_woken_once(bool ends)
    {
        var wakes = 0;
        var ahead = new ReadAhead(Settings, () => wakes++);
        Assert.False(ahead.TryTake(out _));
        if (ends) ahead.Complete(null);
        else ahead.Publish(default);
        Assert.Equal(1, wakes);
        ahead.Publish(default);
        Assert.Equal(1, wakes);
    }
}
