using FlowActors.Operators;
using System.Collections.Concurrent;
using FlowActors.Sources;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sources;

/// <summary>Sequences that are no collections: a thread of their own enumerates them.</summary>
public sealed class SequenceSourceTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(FeedBuffer<int>.Capacity)]
    [InlineData(100_000)]
    public async Task All_records_come_in_order(int count)
    {
        using var harness = new SourceHarness<int>(new CollectionSource<int>(Numbers(count)));
        Assert.Equal(Enumerable.Range(0, count), await harness.ReadToEndAsync());
    }

    [Fact]
    public async Task Only_subtask_0_enumerates()
    {
        var enumerated = 0;
        IEnumerable<int> Counts()
        {
            enumerated++;
            yield return 1;
        }

        Assert.Equal([[1], []], await SourceHarness<int>.ReadAllAsync(new CollectionSource<int>(Counts()), 2));
        Assert.Equal(1, enumerated);
    }

    [Fact]
    public async Task A_record_is_there_although_the_next_one_never_comes()
    {
        using var feed = new BlockingCollection<string> { "first" };
        using var harness = new SourceHarness<string>(new CollectionSource<string>(feed.GetConsumingEnumerable()));
        while (harness.Output.Values.Count == 0)
        {
            if (harness.Poll() == Progress.Waiting && harness.Output.Values.Count == 0) await harness.Context.WokenAsync();
        }

        Assert.Equal(Progress.Waiting, harness.Poll());
        Assert.Equal(["first"], harness.Output.Values);
    }

    [Fact]
    public async Task What_an_enumeration_throws_comes_behind_its_records()
    {
        var broken = new InvalidDataException("broken");
        IEnumerable<int> Fails()
        {
            for (var i = 0; i < 10; i++) yield return i;
            throw broken;
        }

        using var harness = new SourceHarness<int>(new CollectionSource<int>(Fails()));
        Assert.Same(broken, await Assert.ThrowsAsync<InvalidDataException>(harness.ReadToEndAsync));
        Assert.Equal(Enumerable.Range(0, 10), harness.Output.Values);
        Assert.Equal(0, harness.Context.Cursor.ChainIndex);
    }

    [Fact]
    public async Task What_the_end_of_an_enumeration_throws_is_not_lost()
    {
        IEnumerable<int> Fails()
        {
            using var end = new FailsToEnd();
            yield return 1;
        }

        using var harness = new SourceHarness<int>(new CollectionSource<int>(Fails()));
        await Assert.ThrowsAsync<InvalidDataException>(harness.ReadToEndAsync);
    }

    [Fact]
    public void Closing_interrupts_an_enumeration_that_waits_and_disposes_it()
    {
        using var waits = new ManualResetEventSlim();
        var disposed = false;
        IEnumerable<int> Waits()
        {
            try
            {
                waits.Set();
                Thread.Sleep(Timeout.Infinite);
                yield return 1;
            }
            finally
            {
                disposed = true;
            }
        }

        var harness = new SourceHarness<int>(new CollectionSource<int>(Waits()));
        Assert.True(waits.Wait(Soon));
        harness.Dispose();
        Assert.True(disposed);
    }

    [Fact]
    public void Closing_ends_an_endless_enumeration_that_nobody_reads()
    {
        var disposed = false;
        long next = 0;
        IEnumerable<long> Endless()
        {
            try
            {
                while (true) yield return next++;
            }
            finally
            {
                disposed = true;
            }
        }

        var harness = new SourceHarness<long>(new CollectionSource<long>(Endless()));
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref next) > ReadAheadLimit.Min, Soon));
        harness.Dispose();
        Assert.True(disposed);
        Assert.Equal(ReadAheadLimit.Min + 1, next);
    }

    [Fact]
    public void What_lies_in_memory_needs_no_thread()
    {
        foreach (var records in new IEnumerable<int>[] { new[] { 1, 2 }, new List<int> { 1, 2 }, new HashSet<int> { 1, 2 }, new Queue<int>([1, 2]) })
        {
            using var harness = new SourceHarness<int>(new CollectionSource<int>(records));
            Assert.Equal(Progress.Done, harness.Poll());
            Assert.Equal([1, 2], harness.Output.Values);
        }
    }

    private static IEnumerable<int> Numbers(int count)
    {
        for (var i = 0; i < count; i++) yield return i;
    }

    private sealed class FailsToEnd : IDisposable
    {
        public void Dispose() => throw new InvalidDataException("broken");
    }
}
