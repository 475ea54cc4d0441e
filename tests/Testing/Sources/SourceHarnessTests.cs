using FlowActors.Operators;
using FlowActors.Sources;
using FlowActors.Testing;

namespace FlowActors.Tests.Sources;

/// <summary>A source is driven record by record, with its enumerator and all its readers.</summary>
public sealed class SourceHarnessTests
{
    [Fact]
    public void It_reads_so_many_records_and_has_them_with_their_timestamps()
    {
        using var harness = SourceHarness.Of(new CountedSource());
        Assert.Equal(Progress.Yielded, harness.Read(2));
        Assert.Equal([new WatermarkStatus(false), new StreamRecord(0, 0), new StreamRecord(1, 10)], harness.Output());
        Assert.Equal(Progress.Done, harness.Read());
        Assert.Equal(Enumerable.Range(0, 12), harness.Records);
        Assert.Equal(new Watermark(Timestamps.MaxWatermark), harness.Output()[^1]);
    }

    [Fact]
    public void Readers_read_in_turn_or_alone()
    {
        using var harness = SourceHarness.Of(new CountedSource(), new SourceHarnessSettings { Parallelism = 2 });
        harness.Read(4);
        Assert.Equal([0, 1], harness.RecordsOf(0));
        Assert.Equal([4, 5], harness.RecordsOf(1));
        Assert.Equal(Progress.Done, harness.ReadSubtask(1));
        Assert.Equal([4, 5, 6, 7, 8, 9, 10, 11], harness.RecordsOf(1));
        Assert.Equal(Progress.Done, harness.Read());
        Assert.Equal([0, 1, 2, 3], harness.RecordsOf(0));
    }

    [Fact]
    public void It_is_restored_any_number_of_times_with_any_number_of_readers()
    {
        SourceSnapshot<int> snapshot;
        using (var harness = SourceHarness.Of(new CountedSource(), new SourceHarnessSettings { Parallelism = 2 }))
        {
            harness.Read(3);
            snapshot = harness.Snapshot();
            harness.Read(3);
            Assert.Equal((1, 2), (snapshot.CheckpointId, snapshot.Parallelism));
        }

        foreach (var parallelism in new[] { 1, 2, 3 })
        {
            using var restored = SourceHarness.Restore(snapshot, parallelism);
            Assert.Equal(Progress.Done, restored.Read());
            Assert.Equal([2, 3, 5, 6, 7, 8, 9, 10, 11], restored.Records.Order());
            Assert.Equal(2, restored.Snapshot().CheckpointId);
        }
    }

    [Fact]
    public void A_reader_that_is_lost_goes_on_from_the_last_completed_checkpoint_and_the_rest_goes_back()
    {
        using var harness = SourceHarness.Of(new CountedSource(), new SourceHarnessSettings { Parallelism = 2 });
        harness.ReadSubtask(0, 2);
        harness.CompleteCheckpoint(harness.Snapshot().CheckpointId);
        // The next split is not in the checkpoint: the enumerator gives it again.
        harness.ReadSubtask(0, 3);
        var pending = harness.Snapshot();
        harness.LoseReader(0);
        Assert.Throws<ArgumentException>(() => harness.CompleteCheckpoint(pending.CheckpointId));
        harness.ReadSubtask(1);
        harness.Read();
        Assert.Equal([0, 1, 2, 3, 8, 2, 3, 8, 9, 10, 11], harness.RecordsOf(0));
        Assert.Equal([4, 5, 6, 7], harness.RecordsOf(1));
    }

    [Fact]
    public void Both_sides_hear_of_checkpoints()
    {
        var source = new HearingSource();
        using var harness = SourceHarness.Of(source);
        harness.CompleteCheckpoint(harness.Snapshot().CheckpointId);
        harness.AbortCheckpoint(harness.Snapshot().CheckpointId);
        harness.CompleteCheckpoint(1);
        Assert.Throws<ArgumentException>(() => harness.AbortCheckpoint(2));
        Assert.Throws<ArgumentException>(() => harness.CompleteCheckpoint(3));
        Assert.Equal(
            ["enumerator complete 1", "reader complete 1", "enumerator aborted 2", "reader aborted 2", "enumerator complete 1", "reader complete 1"],
            source.Heard);
    }

    [Fact]
    public void Processing_time_also_drives_what_the_enumerator_calls_periodically()
    {
        using var harness = SourceHarness.Of(new ArrivingSource());
        Assert.Equal(Progress.Waiting, harness.Read());
        harness.AdvanceProcessingTime(TimeSpan.FromSeconds(1));
        harness.AdvanceProcessingTime(TimeSpan.FromSeconds(1));
        Assert.Equal(Progress.Waiting, harness.Read());
        Assert.Equal([0, 1, 2, 3, 10, 11, 12, 13], harness.Records);
    }

    [Fact]
    public async Task Threads_of_a_source_are_awaited()
    {
        using var go = new ManualResetEventSlim();
        using var harness = SourceHarness.Of(env => env.FromCollection(Waiting(go)));
        Assert.Equal(Progress.Waiting, harness.Read());
        go.Set();
        Assert.Equal(Progress.Done, await harness.ReadAsync());
        Assert.Equal([1, 2], harness.Records);
    }

    [Fact]
    public async Task Who_waits_in_vain_is_told_so()
    {
        using var harness = SourceHarness.Of(new TestingSource<int>(), new SourceHarnessSettings { Patience = TimeSpan.FromMilliseconds(1) });
        var error = await Assert.ThrowsAsync<TimeoutException>(() => harness.ReadAsync());
        Assert.Contains("subtask 0 waits, 0 records read", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_throws_names_the_source_and_who_it_was()
    {
        var source = new TestingSource<int>();
        source.Emit(1);
        source.Fail(new IOException("broken pipe"));
        using var harness = SourceHarness.Of(source);
        var error = Assert.Throws<OperatorFailedException>(() => harness.Read());
        Assert.Equal("Operator 'TestingSource' failed at Read of the reader of subtask 0: IOException: broken pipe", error.Message);
        Assert.Throws<InvalidOperationException>(() => harness.Read());
        Assert.Equal([1], harness.Records);

        var refused = Assert.Throws<OperatorFailedException>(() => SourceHarness.Of(new FailingEnumerator()));
        Assert.Contains("failed at Start of its enumerator", refused.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<int> Waiting(ManualResetEventSlim go)
    {
        go.Wait();
        yield return 1;
        yield return 2;
    }

    private sealed class HearingSource : CountedSource
    {
        public List<string> Heard { get; } = [];

        public override SplitEnumerator<Counted> CreateEnumerator() => new Enumerator(Heard);

        public override SourceReader<int, Counted> CreateReader() => new HearingReader(Heard);

        private sealed class Enumerator(List<string> heard) : SplitEnumerator<Counted, int>
        {
            public override void AddSplitsBack(IReadOnlyList<Counted> splits, int subtask) => throw new InvalidOperationException("No reader is lost.");

            public override void CheckpointComplete(long checkpointId) => heard.Add($"enumerator complete {checkpointId}");

            public override void CheckpointAborted(long checkpointId) => heard.Add($"enumerator aborted {checkpointId}");

            public override int Snapshot(long checkpointId) => 0;

            public override void Restore(int state)
            {
            }
        }

        private sealed class HearingReader(List<string> heard) : Reader
        {
            public override void CheckpointComplete(long checkpointId) => heard.Add($"reader complete {checkpointId}");

            public override void CheckpointAborted(long checkpointId) => heard.Add($"reader aborted {checkpointId}");
        }
    }

    private sealed class ArrivingSource : CountedSource
    {
        public override SplitEnumerator<Counted> CreateEnumerator() => new Enumerator();

        private sealed class Enumerator : SplitEnumerator<Counted, int>
        {
            private int _found;

            public override void Start() => Context.CallPeriodically(
                _ => Task.FromResult(_found), (found, _) => Found(found), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

            public override void AddSplitsBack(IReadOnlyList<Counted> splits, int subtask) => throw new InvalidOperationException("No reader is lost.");

            public override int Snapshot(long checkpointId) => _found;

            public override void Restore(int state) => _found = state;

            private void Found(int found)
            {
                _found = found + 1;
                Context.AssignSplit(new Counted($"{found}", found * 10, (found * 10) + 4), 0);
            }
        }
    }

    private sealed class FailingEnumerator : CountedSource
    {
        public override SplitEnumerator<Counted> CreateEnumerator() => new ListEnumerator<Counted>(_ => throw new IOException("no such folder"));
    }
}
