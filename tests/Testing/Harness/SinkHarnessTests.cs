using FlowActors.Sinks;
using FlowActors.Testing;

namespace FlowActors.Tests.Harness;

/// <summary>A sink is proven as any other operator is: by barriers, completed checkpoints and restores.</summary>
public sealed class SinkHarnessTests
{
    private readonly List<string> _visible = [];

    // Says what becomes of a request; true commits it.
    private Func<CommitRequest<string>, bool> _script = _ => true;

    [Fact]
    public void What_was_prepared_is_committed_with_its_checkpoint_and_the_rest_at_the_end()
    {
        using var harness = OperatorHarness.Of<int>(numbers => numbers.SinkTo(new Joined(this)));
        harness.Process(1);
        harness.Process(2);
        var first = harness.Snapshot();
        harness.Process(3);
        var second = harness.Snapshot();
        Assert.Empty(_visible);
        harness.CompleteCheckpoint(second.CheckpointId);
        Assert.Equal((1, 2), (first.CheckpointId, second.CheckpointId));
        Assert.Equal(["1 2", "3"], _visible);
        harness.Process(4);
        harness.EndInput();
        Assert.Equal(["1 2", "3"], _visible);
        harness.Finish();
        Assert.Equal(["1 2", "3", "4"], _visible);
        Assert.Equal(3, harness.Metrics["committablesCommitted"]);
    }

    [Fact]
    public void A_restored_sink_commits_again_first_what_its_snapshot_holds()
    {
        OperatorSnapshot<int, Operators.Nothing> snapshot;
        using (var harness = OperatorHarness.Of<int>(numbers => numbers.SinkTo(new Joined(this))))
        {
            harness.Process(1);
            snapshot = harness.Snapshot();
            harness.Process(2);
        }

        Assert.Empty(_visible);
        using var restored = OperatorHarness.Restore(snapshot);
        Assert.Equal(["1"], _visible);
        restored.Process(2);
        restored.EndInput();
        restored.Finish();
        Assert.Equal(["1", "2"], _visible);
    }

    [Fact]
    public void A_commit_that_is_to_be_retried_comes_again_when_its_time_has_come()
    {
        var asked = 0;
        _script = request =>
        {
            if (++asked > 2) return true;
            request.RetryLater();
            return false;
        };
        using var harness = OperatorHarness.Of<int>(numbers => numbers.SinkTo(new Joined(this)));
        harness.Process(1);
        harness.EndInput();
        harness.Finish();
        Assert.Equal((1, true), (asked, harness.IsWaiting));
        harness.AdvanceProcessingTime(TimeSpan.FromMilliseconds(99));
        Assert.Equal(1, asked);
        harness.AdvanceProcessingTime(TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, asked);
        harness.AdvanceProcessingTime(TimeSpan.FromMilliseconds(200));
        Assert.Equal((3, false), (asked, harness.IsWaiting));
        Assert.Equal(["1"], _visible);
    }

    [Fact]
    public void A_commit_that_fails_names_the_sink_and_keeps_the_exception()
    {
        _script = request =>
        {
            request.SignalFailedWithUnknownReason(new IOException("gone"));
            return false;
        };
        using var harness = OperatorHarness.Of<int>(numbers => numbers.SinkTo(new Joined(this)).WithName("joined"));
        harness.Process(1);
        harness.EndInput();
        var failed = Assert.Throws<OperatorFailedException>(harness.Finish);
        Assert.Contains("'joined'", failed.Message, StringComparison.Ordinal);
        Assert.Equal("gone", Assert.IsType<IOException>(failed.InnerException).Message);
    }

    [Fact]
    public void A_program_that_has_more_than_a_sink_is_refused() =>
        Assert.Contains("2 operators", Assert.Throws<ArgumentException>(
            () => OperatorHarness.Of<int>(numbers => numbers.Map(n => n + 1).SinkTo(new Joined(this)))).Message, StringComparison.Ordinal);

    // Shows the records of each checkpoint as one text.
    private sealed class Joined(SinkHarnessTests test) : CommittingSink<int, string>
    {
        public override CommittingSinkWriter<int, string> CreateWriter() => new Writer();

        public override Committer<string> CreateCommitter() => new Appending(test);

        private sealed class Writer : CommittingSinkWriter<int, string>
        {
            private readonly List<int> _records = [];

            public override void Write(int value, long timestamp) => _records.Add(value);

            public override IReadOnlyCollection<string> PrepareCommit()
            {
                if (_records.Count == 0) return [];
                var text = string.Join(' ', _records);
                _records.Clear();
                return [text];
            }
        }

        private sealed class Appending(SinkHarnessTests test) : Committer<string>
        {
            public override Task CommitAsync(IReadOnlyList<CommitRequest<string>> requests, CancellationToken cancellationToken)
            {
                foreach (var request in requests)
                {
                    if (test._script(request) && !test._visible.Contains(request.Committable)) test._visible.Add(request.Committable);
                }

                return Task.CompletedTask;
            }
        }
    }
}
