using FlowActors.State.Scans;
using FlowActors.Runtime.Control.Watching;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Queries;
using static FlowActors.Runtime.Control.Watching.StateWatchProtocol;

namespace FlowActors.Runtime.Tests.Watching;

/// <summary>The questions that a node holds.</summary>
public sealed class WatchTableTests
{
    private static readonly JobId Job = new("00112233445566778899aabbccddeeff");
    private static readonly SubtaskId First = new(Job, 1, 2, 0);
    private static readonly SubtaskId Second = new(Job, 1, 2, 1);
    private readonly WatchTable<string> _table = new(heldMax: 100);
    private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

    [Fact]
    public void A_question_is_held_until_there_is_something_new()
    {
        Hold("a", known: WatchDigest.Of(Reading(First, 5)));
        Assert.Empty(See((First, 5), (Second, null)));
        Assert.Empty(See((First, 5)));
        var (asker, answer) = Assert.Single(See((First, 6)));
        Assert.Equal(("a", WatchOutcome.Changed, First), (asker, answer.Outcome, answer.Owner!.Value));
        Assert.Equal(WatchDigest.Of(Reading(First, 6)), answer.Digest);
        Assert.Equal(0, _table.Count);
    }

    [Fact]
    public void Once_the_owner_is_known_nobody_else_is_asked()
    {
        Hold("a", known: WatchDigest.Of(Reading(First, 5)));
        See((First, 5), (Second, null));
        Assert.Equal(First, Assert.Single(Look()).Owner);
        Hold("b", known: null);
        Assert.Null(Assert.Single(Look()).Owner);
        Hold("c", known: null, owner: Second);
        Assert.Equal(Second, Assert.Single(Look()).Owner);
    }

    [Fact]
    public void What_was_here_and_is_no_more_is_an_answer()
    {
        Hold("a", known: WatchDigest.Of(Reading(First, 5)));
        See((First, 5));
        Assert.Equal((WatchOutcome.Gone, null), (Assert.Single(See()).Answer is var gone ? gone.Outcome : default, gone.Owner));
        Hold("b", known: null, owner: First);
        Assert.Equal(WatchOutcome.Gone, Assert.Single(See()).Answer.Outcome);
    }

    [Fact]
    public void A_subtask_that_ends_has_its_keys_until_it_is_gone()
    {
        Hold("a", known: null, owner: First);
        Assert.Empty(_table.Take(Assert.Single(Look()), [new(QueryOutcome.Busy, null, null)]));
        Assert.Equal(WatchOutcome.Gone, Assert.Single(See()).Answer.Outcome);
    }

    [Fact]
    public void What_was_never_here_is_waited_for_to_the_end_of_the_lease()
    {
        Hold("a", known: null, leaseMs: 500);
        Assert.Empty(See());
        _now += TimeSpan.FromMilliseconds(499);
        Assert.Empty(_table.Expire(_now));
        _now += TimeSpan.FromMilliseconds(1);
        var (asker, answer) = Assert.Single(_table.Expire(_now));
        Assert.Equal(("a", WatchOutcome.Same, null), (asker, answer.Outcome, answer.Owner));
        Assert.Equal(0, _table.Count);
    }

    [Fact]
    public void Of_two_attempts_the_newer_counts()
    {
        Hold("a", known: null);
        var newer = new SubtaskId(Job, 2, 2, 1);
        Assert.Equal(newer, Assert.Single(See((newer, 7), (First, 9))).Answer.Owner);
    }

    [Fact]
    public void What_cannot_be_read_is_told_once()
    {
        Hold("a", known: null);
        var told = Assert.Single(_table.Take(Assert.Single(Look()), [Unread(QueryOutcome.TooLarge)])).Answer;
        Assert.Equal((WatchOutcome.Unreadable, QueryOutcome.TooLarge, First), (told.Outcome, told.Cause, told.Owner!.Value));
        Hold("a", told.Digest, told.Owner);
        Assert.Empty(_table.Take(Assert.Single(Look()), [Unread(QueryOutcome.TooLarge)]));
        Assert.Equal(WatchOutcome.Changed, Assert.Single(See((First, 1))).Answer.Outcome);
    }

    [Fact]
    public void A_question_that_is_asked_again_takes_the_place_of_the_first()
    {
        Hold("a", known: null);
        var look = Assert.Single(Look());
        _table.TryHold(Question("a", WatchDigest.Of(Reading(First, 5)), null, 1_000), "again", _now);
        Assert.Empty(_table.Take(look, [Sight(First, 5)]));
        Assert.Equal("again", Assert.Single(See((First, 6))).Asker);
    }

    [Fact]
    public void Nobody_is_told_of_what_nobody_watches()
    {
        Hold("a", known: null);
        var look = Assert.Single(Look());
        _table.End("a");
        Assert.Empty(_table.Take(look, [Sight(First, 5)]));
        Assert.Empty(Look());
    }

    [Fact]
    public void What_is_being_looked_at_is_not_looked_at_again_until_it_takes_too_long()
    {
        Hold("a", known: null, leaseMs: 60_000);
        var look = Assert.Single(Look());
        _now += TimeSpan.FromMilliseconds(1_999);
        Assert.Empty(Look());
        _now += TimeSpan.FromMilliseconds(1);
        Assert.Single(Look());
        Assert.Empty(_table.Take(look, [Sight(First, 5)]));
    }

    [Fact]
    public void Many_keys_are_looked_at_some_at_a_time()
    {
        for (var i = 0; i < 100; i++) Hold($"{i}", known: null);
        Assert.False(_table.TryHold(Question("100", null, null, 1_000), "100", _now));
        Assert.True(_table.TryHold(Question("99", null, null, 1_000), "99", _now));
        Assert.Equal([32, 32, 32, 4], Look().Select(l => l.Keys.Count));
    }

    private void Hold(string watch, byte[]? known, SubtaskId? owner = null, int leaseMs = 1_000) =>
        Assert.True(_table.TryHold(Question(watch, known, owner, leaseMs), watch, _now));

    private static WatchKey Question(string watch, byte[]? known, SubtaskId? owner, int leaseMs) => new(Job, watch, "uid", "state", [7], known, owner, leaseMs);

    private IReadOnlyList<WatchLook> Look() => _table.Look(_now);

    private List<(string Asker, KeySeen Answer)> See(params (SubtaskId Subtask, byte? Value)[] subtasks) =>
        [.. Look().SelectMany(look => _table.Take(look, [.. subtasks.Select(s => Sight(s.Subtask, s.Value, look.Keys.Count))]))];

    private static QueryAnswer<KeysOfSubtask> Sight(SubtaskId subtask, byte? value, int keys = 1) => new(
        QueryOutcome.Answered,
        new KeysOfSubtask(subtask, [.. Enumerable.Repeat(new KeySight(QueryOutcome.Answered, value is { } v ? Reading(subtask, v) : null, null), keys)]),
        null);

    private static QueryAnswer<KeysOfSubtask> Unread(QueryOutcome outcome) =>
        new(QueryOutcome.Answered, new KeysOfSubtask(First, [new KeySight(outcome, null, null)]), null);

    private static KeyReading Reading(SubtaskId subtask, byte value) => new(0, subtask.Attempt, [new StoredElementBytes([], [value])]);
}
