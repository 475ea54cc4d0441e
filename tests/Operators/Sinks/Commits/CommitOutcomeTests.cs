using FlowActors.Operators;
using FlowActors.Sinks;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sinks.Commits;

/// <summary>What becomes of a commit by what its committer says, and how often and how late it is tried again.</summary>
public sealed class CommitOutcomeTests : IDisposable
{
    private readonly Ledger _ledger = new();
    private readonly TestOperatorContext _context = new() { Blocking = [] };
    private readonly SinkOperator<int> _operator;

    public CommitOutcomeTests()
    {
        _operator = new SinkOperator<int>(new LedgerSink(_ledger));
        _operator.Setup(_context);
        _operator.Open();
    }

    public void Dispose() => _operator.Close();

    [Fact]
    public void Nothing_is_committed_before_its_checkpoint_is_complete_nor_on_the_thread_of_the_subtask()
    {
        Checkpoint(1, 2, 4);
        Checkpoint(2, 6);
        Assert.Empty(_context.Blocking!);
        _operator.CheckpointComplete(1);
        Assert.Empty(_ledger.Visible);
        Commit();
        Assert.Equal([2, 4], _ledger.Visible);
        Assert.Empty(_context.Blocking!);
    }

    [Fact]
    public void What_an_aborted_checkpoint_prepared_goes_with_the_next_in_the_order_of_checkpoints_one_call_at_a_time()
    {
        Checkpoint(1, 2);
        Checkpoint(2, 4);
        _operator.CheckpointAborted(2);
        Checkpoint(3, 6);
        _operator.CheckpointComplete(3);
        for (var committed = 1; committed <= 3; committed++)
        {
            Assert.Single(_context.Blocking!);
            Commit();
            Assert.Equal(committed, _ledger.Visible.Count);
        }

        Assert.Equal([2, 4, 6], _ledger.Visible);
    }

    [Fact]
    public void What_the_end_of_the_input_prepares_goes_with_the_next_checkpoint_or_with_the_end_of_the_job()
    {
        _operator.Collect(1, Timestamps.None);
        _operator.EndInput(0);
        Checkpoint(7);
        _operator.CheckpointComplete(7);
        Commit();
        Assert.Equal([1], _ledger.Visible);
        _operator.Finish();
        Assert.Equal(0, _context.Suspensions);
    }

    [Fact]
    public void The_end_of_the_job_waits_for_the_commits_that_are_left()
    {
        _operator.Collect(1, Timestamps.None);
        _operator.EndInput(0);
        _operator.Finish();
        Assert.Equal(1, _context.Suspensions);
        Assert.Equal(Progress.Waiting, _operator.Resume());
        Commit();
        Assert.Equal(Progress.Done, _operator.Resume());
    }

    [Fact]
    public void A_failure_of_unknown_reason_and_an_exception_are_thrown_as_they_are()
    {
        var reason = new InvalidTimeZoneException("broken");
        _ledger.Script = request => request.SignalFailedWithUnknownReason(reason);
        Released(1, 2);
        Assert.Same(reason, Assert.Throws<InvalidTimeZoneException>(Commit));
        _ledger.Script = _ => throw reason;
        Released(2, 4);
        Assert.Same(reason, Assert.Throws<InvalidTimeZoneException>(Commit));
    }

    [Fact]
    public void A_failure_of_known_reason_is_told_and_counted_and_the_job_goes_on()
    {
        _ledger.Script = request => request.SignalFailedWithKnownReason(new IOException("expired"));
        Released(1, 2);
        Commit();
        var (committable, reason) = Assert.Single(_context.Dropped);
        Assert.Equal("expired", reason);
        Assert.Contains("Number = 1", committable, StringComparison.Ordinal);
        _ledger.Script = null;
        Released(2, 4);
        Commit();
        Assert.Equal([4], _ledger.Visible);
        Assert.Equal((1, 1, 0), (Figure("committablesFailed"), Figure("committablesCommitted"), Figure("committablesAlreadyCommitted")));
    }

    [Fact]
    public void A_retry_waits_longer_each_time_keeps_what_was_updated_and_fails_the_job_in_the_end()
    {
        var tried = new List<int>();
        _ledger.Script = request =>
        {
            tried.Add(request.Retries);
            request.UpdateAndRetryLater(request.Committable with { Number = 100 + request.Retries });
        };
        Released(1, 2);
        var waited = new List<double>();
        Commit();
        for (var i = 0; i < CommitRequest<Prepared>.RetriesMax; i++)
        {
            waited.Add(_context.Clock.NextTimer!.Value.TotalSeconds);
            _context.Clock.Advance(_context.Clock.NextTimer!.Value);
            if (i == CommitRequest<Prepared>.RetriesMax - 1) break;
            Commit();
        }

        var e = Assert.Throws<InvalidOperationException>(Commit);
        Assert.Equal([0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10, 10, 10], waited);
        Assert.Equal(Enumerable.Range(0, 11), tried);
        Assert.Contains("Number = 110", e.Message, StringComparison.Ordinal);
        Assert.Contains("after 10 retries", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_snapshot_holds_what_is_under_way_and_what_waits_for_a_retry()
    {
        Released(1, 2);
        Checkpoint(2, 4);
        Assert.Equal([1, 2], Pending());
        _ledger.Script = request => request.RetryLater();
        Commit();
        Checkpoint(3);
        Assert.Equal([1, 2], Pending());
        _ledger.Script = null;
        _context.Clock.Advance(TimeSpan.FromSeconds(1));
        Commit();
        Checkpoint(4);
        Assert.Equal([2], Pending());
    }

    [Fact]
    public void What_a_savepoint_of_another_job_held_releases_nothing_of_this_one_whatever_its_numbers()
    {
        var context = new TestOperatorContext { Blocking = [] };
        context.OperatorState.GetListState(new State.ListStateDescriptor<PendingCommit<Prepared>>(SinkCommits<Prepared>.Name)).Update(
        [
            new PendingCommit<Prepared>(57, new Prepared(102, [102])), new PendingCommit<Prepared>(9, new Prepared(101, [101])),
        ]);
        var restored = new SinkOperator<int>(new LedgerSink(_ledger));
        restored.Setup(context);
        restored.Open();
        Commit(context);
        Commit(context);
        Assert.Equal([101, 102], _ledger.Visible);
        restored.Collect(2, Timestamps.None);
        restored.PrepareBarrier(1);
        restored.Snapshot(1);
        Assert.Empty(context.Blocking!);
        restored.CheckpointComplete(1);
        Commit(context);
        Assert.Equal([101, 102, 2], _ledger.Visible);
        restored.Close();
    }

    private IEnumerable<long> Pending() => _context.OperatorState
        .GetListState(new State.ListStateDescriptor<PendingCommit<Prepared>>(SinkCommits<Prepared>.Name)).Get().Select(p => p.Checkpoint);

    private long Figure(string name) => _context.Metrics.Counter(name).Value;

    private void Released(long checkpoint, params int[] records)
    {
        Checkpoint(checkpoint, records);
        _operator.CheckpointComplete(checkpoint);
    }

    private void Checkpoint(long checkpoint, params int[] records)
    {
        foreach (var record in records) _operator.Collect(record, Timestamps.None);
        _operator.PrepareBarrier(checkpoint);
        _operator.Snapshot(checkpoint);
    }

    private void Commit() => Commit(_context);

    private static void Commit(TestOperatorContext context)
    {
        context.Blocking!.Dequeue()();
        context.RunCompleted();
    }
}
