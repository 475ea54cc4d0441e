using FlowActors.Operators;
using FlowActors.Sources;
using FlowActors.Testing;

namespace FlowActors.Tests.Sources;

public sealed class HybridSourceTests
{
    private static readonly SourceVerificationSettings Settings = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Each_record_of_each_stage_comes_once_whatever_happens(bool fromPosition) =>
        SourceVerification.VerifyAsync(fromPosition ? FromPosition() : Known(), Settings);

    [Fact]
    public void The_next_stage_begins_when_all_readers_have_read_the_one_before()
    {
        using var harness = SourceHarness.Of(Known(), new SourceHarnessSettings { Parallelism = 2 });
        harness.ReadSubtask(0);
        Assert.All(harness.RecordsOf(0), r => Assert.True(r < 100));
        Assert.Equal(Progress.Done, harness.Read());
        Assert.Equal(Enumerable.Range(0, 12).Concat(Enumerable.Range(100, 12)), harness.Records.Order());
        Assert.Contains(harness.RecordsOf(0), r => r >= 100);
    }

    [Fact]
    public void The_position_is_decided_at_the_switch_and_once()
    {
        var asked = 0;
        var source = HybridSource.Of(new CountedSource()).Then(() => 100 * ++asked, from => new CountedFrom(from), Boundedness.Bounded);
        using var harness = SourceHarness.Of(source, new SourceHarnessSettings { Parallelism = 2 });
        harness.Read(8);
        Assert.Equal(0, asked);
        harness.Read(8);
        Assert.Equal(1, asked);
        using var restored = SourceHarness.Restore(harness.Snapshot(), 3);
        restored.Read();
        Assert.Equal(1, asked);
        Assert.Equal(Enumerable.Range(0, 12).Concat(Enumerable.Range(100, 12)), harness.Records.Concat(restored.Records).Order());
    }

    [Fact]
    public void The_enumerator_of_the_stage_before_can_say_where_the_next_one_begins()
    {
        var source = HybridSource.Of(new Knowing()).Then((Knowing.Enumerator e) => e.EndsAt, from => new CountedFrom(from), Boundedness.Bounded);
        using var harness = SourceHarness.Of(source);
        harness.Read();
        Assert.Equal(Enumerable.Range(0, 24), harness.Records);

        using var other = SourceHarness.Of(HybridSource.Of(new CountedSource()).Then((Knowing.Enumerator e) => e.EndsAt, from => new CountedFrom(from), Boundedness.Bounded));
        var error = Assert.Throws<OperatorFailedException>(() => other.Read());
        Assert.Contains("Stage 2 of the hybrid source 'HybridSource' cannot begin: The position is asked of a Enumerator", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_lost_of_an_earlier_stage_after_the_switch_is_read_again()
    {
        using var harness = SourceHarness.Of(Known(), new SourceHarnessSettings { Parallelism = 2 });
        harness.Read(16);
        harness.LoseReader(1);
        Assert.Equal(Progress.Done, harness.Read());
        var lost = harness.RecordsOf(1);
        Assert.Equal(Enumerable.Range(0, 12).Concat(Enumerable.Range(100, 12)), harness.Records.Distinct().Order());
        Assert.True(lost.Count > lost.Distinct().Count(), "Nothing was read again.");
    }

    [Fact]
    public void A_stream_can_be_the_last_stage()
    {
        var stream = new TestingSource<int>(Boundedness.Unbounded);
        var source = HybridSource.Of(new CountedSource()).Then(stream);
        Assert.Equal(Boundedness.Unbounded, source.Boundedness);
        using var harness = SourceHarness.Of(source);
        Assert.Equal(Progress.Waiting, harness.Read());
        harness.ClearOutput();
        stream.Emit(7, timestamp: 70);
        stream.Watermark(70);
        stream.Idle();
        Assert.Equal(Progress.Waiting, harness.Read());
        Assert.Equal([new StreamRecord(7, 70), new Watermark(70), new WatermarkStatus(false)], harness.Output());
    }

    [Fact]
    public void Validation_says_which_stage_is_wrong()
    {
        var endless = Assert.Throws<JobValidationException>(() => HybridSource.Of(new TestingSource<int>(Boundedness.Unbounded)).Then(new CountedSource()).Validate());
        Assert.Equal("Stage 1 of the hybrid source never ends, so the next one would never begin: only the last stage may be unbounded.", endless.Message);
        var undeclared = HybridSource.Of(new CountedSource()).Then(() => 0, from => new CountedFrom(from)).Then(new CountedSource());
        Assert.StartsWith("Stage 2 ", Assert.Throws<JobValidationException>(undeclared.Validate).Message, StringComparison.Ordinal);
        var missing = HybridSource.Of(new TextFileSource(["/no/such/file"])).Then(new TextFileSource(["/no/such/file"]));
        Assert.StartsWith("Stage 1 of the hybrid source cannot be read: ", Assert.Throws<JobValidationException>(missing.Validate).Message, StringComparison.Ordinal);
        var nested = HybridSource.Of(new CountedSource()).Then(Known());
        Assert.StartsWith("Stage 2 of the hybrid source is a hybrid source itself", Assert.Throws<JobValidationException>(nested.Validate).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_that_does_not_end_as_was_said_is_refused_at_the_switch()
    {
        using var harness = SourceHarness.Of(HybridSource.Of(new CountedSource()).Then(() => 0, from => new CountedFrom(from)));
        var error = Assert.Throws<OperatorFailedException>(() => harness.Read());
        Assert.Contains("is Bounded, and the program says that it is Unbounded", error.Message, StringComparison.Ordinal);
    }

    private static HybridSource<int> Known() => HybridSource.Of(new CountedSource()).Then(new CountedFrom(100));

    private static HybridSource<int> FromPosition() =>
        HybridSource.Of(new CountedSource()).Then(() => 50, from => new CountedFrom(from), Boundedness.Bounded).Then(new SharedFrom(200));

    private sealed class CountedFrom(int first) : CountedSource
    {
        public override SplitEnumerator<Counted> CreateEnumerator() =>
            new ListEnumerator<Counted>(_ => Splits.Select(s => s with { Next = s.Next + first, End = s.End + first }));
    }

    private sealed class SharedFrom(int first) : CountedSource
    {
        public override SplitEnumerator<Counted> CreateEnumerator() =>
            new ShareEnumerator<Counted>(_ => [.. Splits.Select(s => s with { Next = s.Next + first, End = s.End + first })]);
    }

    private sealed class Knowing : CountedSource
    {
        public override SplitEnumerator<Counted> CreateEnumerator() => new Enumerator();

        internal sealed class Enumerator : SplitEnumerator<Counted, int>
        {
            private int _given;

            public int EndsAt => Splits[^1].End;

            public override void HandleSplitRequest(int subtask)
            {
                if (_given < Splits.Count) Context.AssignSplit(Splits[_given++], subtask);
                else Context.SignalNoMoreSplits(subtask);
            }

            public override void AddSplitsBack(IReadOnlyList<Counted> splits, int subtask) => throw new InvalidOperationException("No reader is lost.");

            public override int Snapshot(long checkpointId) => _given;

            public override void Restore(int state) => _given = state;
        }
    }
}
