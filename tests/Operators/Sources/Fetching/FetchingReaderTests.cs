using FlowActors.Operators;
using FlowActors.Sources;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sources;

/// <summary>Sources that fetch in the background: who calls what, and what comes of it.</summary>
public sealed class FetchingReaderTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    public async Task All_splits_are_read_to_their_ends(int parallelism, int splitsAtOnce)
    {
        Part[] parts = [new("a", 0, 100), new("b", 0, 0), new("c", 5, 6), new("d", 0, 33)];
        var source = new PartSource(_ => new ScriptedFetcher(GiveSome), 8, splitsAtOnce, parts);
        var read = (await SourceHarness<string>.ReadAllAsync(source, parallelism)).SelectMany(s => s).ToList();
        foreach (var part in parts)
            Assert.Equal(NumbersOf(part), read.Where(r => r.StartsWith(part.SplitId, StringComparison.Ordinal)));
        Assert.Equal(134, read.Count);
    }

    [Fact]
    public async Task Records_keep_their_timestamps()
    {
        using var harness = new SourceHarness<string>(new PartSource(_ => new ScriptedFetcher(GiveSome), parts: new Part("a", 7, 10)));
        Assert.Equal(["a7", "a8", "a9"], await harness.ReadToEndAsync());
        Assert.Equal([7L, 8, 9], harness.Output.Timestamps);
    }

    [Fact]
    public void A_split_that_is_added_while_a_fetch_waits_is_fetched()
    {
        var fetcher = new ScriptedFetcher((self, into, wakeUp) =>
        {
            if (self.Splits.Count == 2) self.Give(into, 1, 3);
            else if (!wakeUp.WaitHandle.WaitOne(Soon)) throw new TimeoutException("Nobody said that there is a split.");
            wakeUp.ThrowIfCancellationRequested();
            return ValueTask.CompletedTask;
        });
        using var reader = new OneReader<Part>(new PartSource(_ => fetcher));
        reader.Add(new Part("a", 0, 10));
        Assert.Equal(Progress.Waiting, reader.Read());
        reader.Add(new Part("b", 0, 3));
        reader.ReadUntil(() => reader.Output.Values.Count == 3);
        Assert.Equal(["b0", "b1", "b2"], reader.Output.Values);
        Assert.Equal([new Part("a", 0, 10)], reader.Snapshot());
    }

    [Fact]
    public void What_a_fetch_added_before_it_was_told_to_stop_counts()
    {
        using var waits = new ManualResetEventSlim();
        var fetcher = new ScriptedFetcher((self, into, wakeUp) =>
        {
            if (self.Splits[0] == new Part("a", 0, 4))
            {
                self.Give(into, 0, 2);
                waits.Set();
                wakeUp.WaitHandle.WaitOne(Soon);
                wakeUp.ThrowIfCancellationRequested();
            }

            self.Give(into, 0, 100);
            return ValueTask.CompletedTask;
        });
        using var reader = new OneReader<Part>(new PartSource(_ => fetcher));
        reader.Add(new Part("a", 0, 4));
        Assert.True(waits.Wait(Soon));
        reader.Add(new Part("b", 0, 1));
        reader.ReadUntil(() => reader.Snapshot().Count == 0);
        Assert.Equal(["a0", "a1", "a2", "a3", "b0"], reader.Output.Values);
    }

    [Fact]
    public void The_fetcher_hears_on_its_thread_of_completed_checkpoints_also_while_it_waits()
    {
        var threads = new HashSet<int>();
        var fetcher = new ScriptedFetcher((self, into, wakeUp) =>
        {
            threads.Add(Environment.CurrentManagedThreadId);
            if (self.Splits[0].Next == 0) self.Give(into, 0, 4);
            else wakeUp.WaitHandle.WaitOne(Soon);
            return ValueTask.CompletedTask;
        });
        fetcher.OnClose = () => threads.Add(Environment.CurrentManagedThreadId);
        using (var reader = new OneReader<Part>(new PartSource(_ => fetcher)))
        {
            reader.Add(new Part("a", 0, 10));
            reader.Output.MakeRoom(2);
            reader.ReadUntil(() => reader.Output.Values.Count == 2);
            reader.Snapshot(7);
            reader.Snapshot(8);
            reader.Output.MakeRoom(2);
            reader.ReadUntil(() => reader.Output.Values.Count == 4);
            reader.Snapshot(9);
            reader.Reader.CheckpointComplete(8);
            Assert.True(fetcher.HasCompleted.Wait(Soon));
            reader.Reader.CheckpointAborted(9);
            // Nobody knows these here any more.
            reader.Reader.CheckpointComplete(7);
            reader.Reader.CheckpointComplete(9);
        }

        var (checkpoint, splits) = Assert.Single(fetcher.Completed);
        Assert.Equal(8, checkpoint);
        Assert.Equal([new Part("a", 2, 10)], splits);
        Assert.NotEqual(Environment.CurrentManagedThreadId, Assert.Single(threads));
    }

    [Fact]
    public void A_fetch_that_throws_fails_the_reader_behind_its_records_and_says_where()
    {
        var broken = new InvalidDataException("the disk is gone.");
        using var reader = new OneReader<Part>(new PartSource(_ => new ScriptedFetcher((self, into, _) =>
        {
            self.Give(into, 0, 3);
            throw broken;
        })));
        reader.Add(new Part("a", 0, 10), new Part("b", 4, 10));
        var failure = Assert.Throws<IOException>(() => reader.ReadUntil(() => false));
        Assert.Same(broken, failure.InnerException);
        Assert.Equal(["a0", "a1", "a2"], reader.Output.Values);
        Assert.Equal(
            "Source 'operator' of job 'test', subtask 0, cannot fetch on (split 'a' at position 3, split 'b' as it was assigned): the disk is gone.",
            failure.Message);
    }

    [Fact]
    public void A_cancel_that_nobody_asked_for_is_a_failure()
    {
        using var reader = new OneReader<Part>(new PartSource(_ => new ScriptedFetcher((_, _, _) => ValueTask.FromException(new OperationCanceledException()))));
        reader.Add(new Part("a", 0, 10));
        Assert.IsType<OperationCanceledException>(Assert.Throws<IOException>(() => reader.ReadUntil(() => false)).InnerException);
    }

    [Theory]
    [InlineData("z")]
    [InlineData("a")]
    public void Records_of_a_split_that_the_reader_does_not_have_are_refused(string split)
    {
        using var reader = new OneReader<Part>(new PartSource(_ => new ScriptedFetcher((_, into, _) =>
        {
            into.Finish("a");
            into.Add(split, "?", 1);
            return ValueTask.CompletedTask;
        })));
        reader.Add(new Part("a", 0, 10), new Part("b", 0, 10));
        var failure = Assert.Throws<IOException>(() => reader.ReadUntil(() => false));
        Assert.Contains($"split '{split}', which this reader does not have, or which it finished before. It has: 'b'.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Closing_interrupts_a_fetch_that_blocks_and_closes_the_fetcher()
    {
        using var blocks = new ManualResetEventSlim();
        var fetcher = new ScriptedFetcher((_, _, _) =>
        {
            blocks.Set();
            Thread.Sleep(Timeout.Infinite);
            return ValueTask.CompletedTask;
        });
        var reader = new OneReader<Part>(new PartSource(_ => fetcher));
        reader.Add(new Part("a", 0, 10));
        Assert.True(blocks.Wait(Soon));
        reader.Dispose();
        Assert.Equal(1, fetcher.Closings);
    }

    [Fact]
    public void Closing_ends_a_fetch_by_its_token_and_waits_for_it()
    {
        using var waits = new ManualResetEventSlim();
        var hasEnded = false;
        var fetcher = new ScriptedFetcher(async (_, _, wakeUp) =>
        {
            waits.Set();
            try
            {
                await Task.Delay(Timeout.Infinite, wakeUp);
            }
            finally
            {
                await Task.Yield();
                hasEnded = true;
            }
        });
        fetcher.OnClose = () => Assert.True(hasEnded);
        var reader = new OneReader<Part>(new PartSource(_ => fetcher));
        reader.Add(new Part("a", 0, 10));
        Assert.True(waits.Wait(Soon));
        reader.Dispose();
        Assert.True(hasEnded);
        Assert.Equal(1, fetcher.Closings);
    }

    [Fact]
    public void A_reader_without_splits_has_no_thread_and_closes_its_fetcher()
    {
        var fetcher = new ScriptedFetcher(GiveSome);
        var reader = new OneReader<Part>(new PartSource(_ => fetcher, splitsAtOnce: 3));
        Assert.Equal(3, reader.Requests);
        Assert.Equal(Progress.Done, reader.Read());
        reader.Dispose();
        Assert.Equal(1, fetcher.Closings);
    }

    [Fact]
    public void What_the_close_of_a_fetcher_throws_is_thrown()
    {
        var fetcher = new ScriptedFetcher(GiveSome) { OnClose = () => throw new InvalidDataException("broken") };
        var reader = new OneReader<Part>(new PartSource(_ => fetcher));
        reader.Add(new Part("a", 0, 10));
        Assert.Throws<InvalidDataException>(reader.Dispose);
    }

    [Fact]
    public void A_fetcher_is_so_many_batches_ahead_and_no_more()
    {
        var fetches = 0;
        using var asked = new SemaphoreSlim(0);
        var fetcher = new ScriptedFetcher((self, into, _) =>
        {
            Interlocked.Increment(ref fetches);
            Assert.False(into.IsFull);
            self.Give(into, 0, 8);
            Assert.True(into.IsFull);
            asked.Release();
            return ValueTask.CompletedTask;
        });
        using (var reader = new OneReader<Part>(new PartSource(_ => fetcher)))
        {
            reader.Add(new Part("a", 0, long.MaxValue));
            for (var i = 0; i < FetchedBatches<string>.Max; i++) Assert.True(asked.Wait(Soon));
        }

        Assert.Equal(FetchedBatches<string>.Max, fetches);
    }

    [Theory]
    [InlineData(0, 1, "RecordsPerFetchMax is 0")]
    [InlineData(1, 0, "SplitsAtOnce is 0")]
    public void Bounds_below_one_are_refused(int recordsPerFetch, int splitsAtOnce, string message)
    {
        var source = new PartSource(_ => new ScriptedFetcher(GiveSome), recordsPerFetch, splitsAtOnce);
        Assert.Contains(message, Assert.Throws<InvalidOperationException>(() => new OneReader<Part>(source)).Message, StringComparison.Ordinal);
    }

    private static ValueTask GiveSome(ScriptedFetcher fetcher, FetchedRecords<string> into, CancellationToken wakeUp)
    {
        fetcher.Give(into, 0, 3);
        return ValueTask.CompletedTask;
    }

    private static IEnumerable<string> NumbersOf(Part part)
    {
        for (var number = part.Next; number < part.End; number++) yield return $"{part.SplitId}{number}";
    }
}
