using FlowActors.Runtime.Protocols;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Queries;
using static FlowActors.Runtime.Control.Watching.StateWatchProtocol;

namespace FlowActors.Runtime.Control.Watching;

/// <summary>
/// The questions about watched keys that a node holds: what is to be looked at, and who is to be told what was seen. Knows no actors and no clock; used
/// by one thread at a time.
/// </summary>
/// <typeparam name="TAsker">Who is told.</typeparam>
/// <param name="heldMax">How many questions are held at once.</param>
internal sealed class WatchTable<TAsker>(int heldMax)
{
    /// <summary>How many keys are read between two quanta: more come one after the other.</summary>
    public const int KeysOfLookMax = 32;

    // A subtask that does not come to it is asked again then: its attempt may end, and another one begin.
    private static readonly TimeSpan LookMax = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LeaseMax = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, Held> _held = [];
    private readonly Dictionary<WatchLook, IReadOnlyList<Held>> _looks = new(ReferenceEqualityComparer.Instance);

    /// <summary>How many questions are held.</summary>
    public int Count => _held.Count;

    /// <summary>Holds a question, in place of another one of the same name.</summary>
    /// <returns>False when there are too many.</returns>
    public bool TryHold(WatchKey request, TAsker asker, DateTimeOffset now)
    {
        if (_held.Count >= heldMax && !_held.ContainsKey(request.Watch)) return false;
        var lease = TimeSpan.FromMilliseconds(Math.Max(0, request.LeaseMs));
        _held[request.Watch] = new Held(request, asker, now + (lease < LeaseMax ? lease : LeaseMax)) { Owner = request.Owner };
        return true;
    }

    /// <summary>Nobody waits for the answer.</summary>
    public void End(string watch) => _held.Remove(watch);

    /// <summary>Who has waited for long enough, and is told that nothing was new.</summary>
    public IReadOnlyList<(TAsker Asker, KeySeen Answer)> Expire(DateTimeOffset now)
    {
        var over = _held.Values.Where(h => h.Until <= now).ToList();
        return [.. over.Select(h => Answer(h, new KeySeen(WatchOutcome.Same, h.Owner, null)))];
    }

    /// <summary>What is to be looked at now: everything that is held, but for what an earlier look is still at.</summary>
    public IReadOnlyList<WatchLook> Look(DateTimeOffset now)
    {
        foreach (var (look, helds) in _looks.Where(l => l.Value[0].LookedAt + LookMax <= now).ToList()) GiveUp(look, helds);
        var looks = new List<WatchLook>();
        foreach (var group in _held.Values.Where(h => h.LookedAt is null).GroupBy(h => (h.Request.Job, h.Request.Uid, h.Request.State, h.Owner)))
        {
            foreach (var some in group.Chunk(KeysOfLookMax))
            {
                var look = new WatchLook(group.Key.Job, group.Key.Uid, group.Key.State, group.Key.Owner, [.. some.Select(h => h.Request.Key)]);
                foreach (var held in some) held.LookedAt = now;
                _looks[look] = some;
                looks.Add(look);
            }
        }

        return looks;
    }

    /// <summary>What a look has seen; of one that was given up, nothing.</summary>
    /// <param name="look">The look.</param>
    /// <param name="answers">One of each subtask that was looked at.</param>
    public IReadOnlyList<(TAsker Asker, KeySeen Answer)> Take(WatchLook look, IReadOnlyList<QueryAnswer<KeysOfSubtask>> answers)
    {
        if (!_looks.Remove(look, out var helds)) return [];
        var told = new List<(TAsker, KeySeen)>();
        for (var i = 0; i < helds.Count; i++)
        {
            var held = helds[i];
            held.LookedAt = null;
            // Answered or replaced meanwhile.
            if (!_held.TryGetValue(held.Request.Watch, out var present) || present != held) continue;
            if (See(held, answers, i) is { } seen) told.Add(Answer(held, seen));
        }

        return told;
    }

    // Of several attempts, the newest.
    private static KeySeen? See(Held held, IReadOnlyList<QueryAnswer<KeysOfSubtask>> answers, int index)
    {
        var sights = answers.Where(a => a.Outcome == QueryOutcome.Answered).Select(a => (a.Value!.Subtask, Sight: a.Value.Keys[index])).ToList();
        var newest = sights.Where(s => s.Sight.Reading is not null).OrderBy(s => s.Sight.Reading!.Attempt).LastOrDefault();
        if (newest.Sight.Reading is { } reading)
        {
            held.Found(newest.Subtask);
            var digest = WatchDigest.Of(reading);
            return IsKnown(held, digest) ? null : new KeySeen(WatchOutcome.Changed, held.Owner, digest) { Reading = reading with { Index = 0 } };
        }

        var unread = sights.Find(s => s.Sight.Outcome is QueryOutcome.TooLarge or QueryOutcome.Failed or QueryOutcome.WrongKey);
        if (unread.Sight.Outcome != QueryOutcome.Answered)
        {
            held.Found(unread.Subtask);
            var failure = unread.Sight.Failure is { } e ? ControlText.Cut(ExceptionText.Message(e), ControlLimits.ReasonBytesMax) : null;
            var digest = WatchDigest.Of(unread.Sight.Outcome, failure);
            return IsKnown(held, digest) ? null : new KeySeen(WatchOutcome.Unreadable, held.Owner, digest) { Cause = unread.Sight.Outcome, Failure = failure };
        }

        // One that ends is still there, and gone with the next look.
        held.Owner = null;
        if (!held.WasHere || answers.Any(a => a.Outcome == QueryOutcome.Busy)) return null;
        return new KeySeen(WatchOutcome.Gone, null, null);
    }

    private static bool IsKnown(Held held, byte[] digest) => held.Request.Known is { } known && known.AsSpan().SequenceEqual(digest);

    private void GiveUp(WatchLook look, IReadOnlyList<Held> helds)
    {
        _looks.Remove(look);
        foreach (var held in helds) (held.LookedAt, held.Owner) = (null, null);
    }

    private (TAsker Asker, KeySeen Answer) Answer(Held held, KeySeen answer)
    {
        _held.Remove(held.Request.Watch);
        return (held.Asker, answer);
    }

    private sealed class Held(WatchKey request, TAsker asker, DateTimeOffset until)
    {
        private bool _isFound;

        public WatchKey Request => request;

        public TAsker Asker => asker;

        public DateTimeOffset Until => until;

        public SubtaskId? Owner { get; set; }

        /// <summary>Whether it has lived here, as far as the asker or this question knows.</summary>
        public bool WasHere => request.Owner is not null || _isFound;

        /// <summary>Since when a look is under way; null when none is.</summary>
        public DateTimeOffset? LookedAt { get; set; }

        public void Found(SubtaskId owner) => (Owner, _isFound) = (owner, true);
    }
}
