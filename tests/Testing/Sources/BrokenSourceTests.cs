using FlowActors.Sources;
using FlowActors.Testing;

namespace FlowActors.Tests.Sources;

/// <summary>Sources with the mistakes that the verification is there for: each is caught, and the message says what is wrong.</summary>
public sealed class BrokenSourceTests
{
    [Fact]
    public Task A_source_without_mistakes_passes() => SourceVerification.VerifyAsync(new CountedSource());

    [Fact]
    public void A_position_that_is_one_off_is_caught_at_the_first_restore()
    {
        var error = Fails(new OneOff());
        Assert.Equal(
            """
            Source 'OneOff' gives other records when it is restored after record 1.
              too many: record 0 at 0
              expected: record 0 at 0; record 1 at 10; record 2 at 20; record 3 at 30; record 4 at 40; record 5 at 50; record 6 at 60; record 7 at 70; record 8 at 80; record 9 at 90; record 10 at 100; record 11 at 110
              actual:   record 0 at 0; record 0 at 0; record 1 at 10; record 2 at 20; record 3 at 30; record 4 at 40; record 5 at 50; record 6 at 60; record 7 at 70; record 8 at 80; record 9 at 90; record 10 at 100; record 11 at 110
              All of a reader's state lies in its splits: Snapshot gives each split that is not read to its end with the position behind the last record that was emitted, also of a reader that has just got it, and AddSplits goes on from exactly there. Splits that are not assigned are in the enumerator's state.
            """.ReplaceLineEndings(),
            error.Message);
    }

    [Fact]
    public void State_outside_of_the_splits_is_caught()
    {
        var error = Fails(new CountingInAField());
        Assert.Contains("when it is restored after record 1.", error.Message, StringComparison.Ordinal);
        Assert.Contains("missing:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Splits_that_come_back_and_are_not_assigned_again_are_caught()
    {
        var error = Fails(new LosingSplits());
        Assert.Contains("when the reader of record 1 is lost before any checkpoint, one of 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("missing:  record 0 at 0; record 1 at 10; record 2 at 20; record 3 at 30", error.Message, StringComparison.Ordinal);
        Assert.Contains("AddSplitsBack are to be assigned again", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_redistribution_that_drops_records_is_caught()
    {
        var error = Fails(new DroppingAtRescale());
        Assert.Contains("when it is restored after each record, with 2 readers.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_order_that_changes_is_caught_unless_none_is_promised()
    {
        var error = Fails(new TurningQueue());
        Assert.Contains("in another order", error.Message, StringComparison.Ordinal);
        SourceVerification.Verify(new TurningQueue(), new SourceVerificationSettings { IsOrdered = false });
    }

    [Fact]
    public void A_restore_that_fails_says_so()
    {
        var error = Fails(new FailingAtRestore());
        Assert.Contains("Source 'FailingAtRestore' fails when it is restored after record 1, with 1 records read: Operator 'FailingAtRestore' failed at Open", error.Message, StringComparison.Ordinal);
        Assert.IsType<OperatorFailedException>(error.InnerException);
    }

    [Fact]
    public void A_source_that_proves_nothing_is_refused()
    {
        Assert.Throws<SourceVerificationException>(() => SourceVerification.Verify(env => env.FromElements<int>()));
        Assert.Throws<ArgumentException>(() => SourceVerification.Verify(env => env.Generate(null, i => i)));
        Assert.Throws<ArgumentException>(() => SourceVerification.Verify(env => env.FromElements(1).Map(x => x)));
        Assert.Throws<SourceVerificationException>(() => SourceVerification.Verify(env => env.FromElements(1), new SourceVerificationSettings { Records = 2 }));
    }

    private static SourceVerificationException Fails<T>(Source<T> source) =>
        Assert.Throws<SourceVerificationException>(() => SourceVerification.Verify(source));

    private sealed class OneOff : CountedSource
    {
        public override SourceReader<int, Counted> CreateReader() => new Late();

        private sealed class Late : Reader
        {
            public override IReadOnlyList<Counted> Snapshot(long checkpointId) =>
                [.. base.Snapshot(checkpointId).Select(s => s.Next % 4 == 0 ? s : s with { Next = s.Next - 1 })];
        }
    }

    private sealed class CountingInAField : CountedSource
    {
        public override SourceReader<int, Counted> CreateReader() => new Forgetful();

        private sealed class Forgetful : Reader
        {
            // What waits behind the present split is known to this object only.
            public override IReadOnlyList<Counted> Snapshot(long checkpointId) => Current is null ? [] : [Current];

            public override void Open(SourceReaderContext<int> context)
            {
                base.Open(context);
                context.RequestSplit();
            }
        }
    }

    private sealed class LosingSplits : CountedSource
    {
        public override SplitEnumerator<Counted> CreateEnumerator() => new Enumerator();

        private sealed class Enumerator : SplitEnumerator<Counted, List<Counted>>
        {
            private List<Counted> _left = Splits;

            public override void HandleSplitRequest(int subtask)
            {
                if (_left.Count == 0)
                {
                    Context.SignalNoMoreSplits(subtask);
                    return;
                }

                Context.AssignSplit(_left[0], subtask);
                _left.RemoveAt(0);
            }

            public override void AddSplitsBack(IReadOnlyList<Counted> splits, int subtask)
            {
            }

            public override List<Counted> Snapshot(long checkpointId) => [.. _left];

            public override void Restore(List<Counted> state) => _left = state;
        }
    }

    private sealed class DroppingAtRescale : CountedSource
    {
        public override SplitEnumerator<Counted> CreateEnumerator() => new ShareEnumerator<Counted>(_ => Splits);

        public override IReadOnlyList<Counted> Redistribute(IReadOnlyList<Counted> splits, int parallelism) => [.. splits.Take(parallelism == 1 ? splits.Count : parallelism)];
    }

    private sealed class TurningQueue : CountedSource
    {
        public override SplitEnumerator<Counted> CreateEnumerator() => new ShareEnumerator<Counted>(_ => Splits);

        public override SourceReader<int, Counted> CreateReader() => new Turning();

        private sealed class Turning : Reader
        {
            public override IReadOnlyList<Counted> Snapshot(long checkpointId) => [.. base.Snapshot(checkpointId).Reverse()];
        }
    }

    private sealed class FailingAtRestore : CountedSource
    {
        public override SourceReader<int, Counted> CreateReader() => new Strict();

        private sealed class Strict : Reader
        {
            public override void AddSplits(IReadOnlyList<Counted> splits)
            {
                if (splits.Any(s => s.Next % 4 != 0)) throw new InvalidOperationException("A split begins at its beginning.");
                base.AddSplits(splits);
            }
        }
    }
}
