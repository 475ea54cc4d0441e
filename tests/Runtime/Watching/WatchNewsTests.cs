using FlowActors.State.Scans;
using FlowActors.Runtime.Client.Watching;
using FlowActors.Runtime.Control.Watching;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Queries;
using static FlowActors.Runtime.Control.Watching.StateWatchProtocol;

namespace FlowActors.Runtime.Tests.Watching;

/// <summary>What the nodes say of a key, made one.</summary>
public sealed class WatchNewsTests
{
    private static readonly JobId Job = new("00112233445566778899aabbccddeeff");
    private readonly WatchNews _news = new(Reading(1, 5));

    [Fact]
    public void It_begins_with_what_the_key_has() => AssertView(1, WatchPhase.Live, attempt: 1, value: 5);

    [Fact]
    public void What_has_changed_counts_once()
    {
        _news.Take("a", Changed(1, 6));
        AssertView(2, WatchPhase.Live, attempt: 1, value: 6);
        _news.Take("a", Same(1));
        AssertView(2, WatchPhase.Live, attempt: 1, value: 6);
    }

    [Fact]
    public void What_an_earlier_attempt_still_has_does_not_count()
    {
        _news.Take("b", Changed(2, 1));
        _news.Take("a", Changed(1, 9));
        AssertView(2, WatchPhase.Live, attempt: 2, value: 1);
    }

    [Fact]
    public void A_restart_is_told_once_and_ends_with_the_next_attempt()
    {
        _news.Take("a", Same(1));
        _news.Take("a", new KeySeen(WatchOutcome.Gone, null, null));
        Assert.False(_news.IsSomewhere);
        AssertView(1, WatchPhase.Live, attempt: 1, value: 5);
        _news.Miss(JobStatus.Restarting);
        _news.Miss(JobStatus.Restarting);
        AssertView(2, WatchPhase.Restarting, attempt: 1, value: 5);
        _news.Take("b", Changed(2, 5));
        AssertView(3, WatchPhase.Live, attempt: 2, value: 5);
    }

    [Fact]
    public void Nobody_has_it_for_a_while_before_that_is_told_of_a_job_that_runs()
    {
        for (var i = 0; i < 9; i++) _news.Miss(JobStatus.Running);
        AssertView(1, WatchPhase.Live, attempt: 1, value: 5);
        _news.Take("a", Same(1));
        for (var i = 0; i < 100; i++) _news.Miss(JobStatus.Running);
        _news.Lose("a");
        for (var i = 0; i < 9; i++) _news.Miss(JobStatus.Running);
        AssertView(1, WatchPhase.Live, attempt: 1, value: 5);
        _news.Miss(JobStatus.Running);
        AssertView(2, WatchPhase.Restarting, attempt: 1, value: 5);
        _news.Take("a", Same(1));
        AssertView(3, WatchPhase.Live, attempt: 1, value: 5);
    }

    [Theory]
    [InlineData(JobStatus.Finished)]
    [InlineData(JobStatus.Failed)]
    [InlineData(null)]
    public void Nothing_follows_the_end(JobStatus? end)
    {
        _news.Miss(end);
        _news.Take("a", Changed(3, 9));
        _news.Stop();
        AssertView(2, WatchPhase.Ended, attempt: 1, value: 5);
        Assert.Equal(end, _news.View.End);
    }

    [Fact]
    public void What_cannot_be_read_is_told()
    {
        _news.Take("a", new KeySeen(WatchOutcome.Unreadable, new SubtaskId(Job, 1, 0, 0), [1]) { Cause = QueryOutcome.Failed, Failure = "why" });
        Assert.Equal((null, QueryOutcome.Failed, "why"), (_news.View.Reading, _news.View.Cause, _news.View.Failure));
        _news.Take("a", Changed(1, 5));
        AssertView(3, WatchPhase.Live, attempt: 1, value: 5);
    }

    private void AssertView(long version, WatchPhase phase, int attempt, byte value) =>
        Assert.Equal((version, phase, attempt, value), (_news.View.Version, _news.View.Phase, _news.View.Attempt, _news.View.Reading!.Elements[0].Value[0]));

    private static KeySeen Changed(int attempt, byte value) => new(WatchOutcome.Changed, new SubtaskId(Job, attempt, 0, 0), [value]) { Reading = Reading(attempt, value) };

    private static KeySeen Same(int attempt) => new(WatchOutcome.Same, new SubtaskId(Job, attempt, 0, 0), null);

    private static KeyReading Reading(int attempt, byte value) => new(0, attempt, [new StoredElementBytes([], [value])]);
}
