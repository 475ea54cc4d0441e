using FlowActors.Runtime.Control.Watching;
using FlowActors.Runtime.Subtasks.Queries;
using static FlowActors.Runtime.Control.Watching.StateWatchProtocol;

namespace FlowActors.Runtime.Client.Watching;

/// <summary>
/// What the nodes say of one watched key, made one: the newest attempt counts, and of what was said before nothing is kept. Knows no actors and no clock;
/// used by one thread at a time.
/// </summary>
/// <param name="present">What the key has as the watch begins.</param>
internal sealed class WatchNews(KeyReading present)
{
    // How often in a row nobody has the key before it is told, where the job says that it runs: its failure may not be known yet.
    private const int MissesTold = 10;

    private readonly HashSet<string> _here = [];
    private int _misses;

    /// <summary>What is known now.</summary>
    public WatchView View { get; private set; } = new(1, WatchPhase.Live, present.Attempt) { Reading = present };

    /// <summary>Whether a node has the key, as far as is known.</summary>
    public bool IsSomewhere => _here.Count > 0;

    /// <summary>A node has said something.</summary>
    public void Take(string node, KeySeen seen)
    {
        if (seen.Owner is null) _here.Remove(node);
        else if (_here.Add(node)) _misses = 0;
        if (seen.Owner is not { } owner || owner.Attempt < View.Attempt) return;
        if (seen.Outcome == WatchOutcome.Changed) Tell(new WatchView(0, WatchPhase.Live, owner.Attempt) { Reading = seen.Reading });
        else if (seen.Outcome == WatchOutcome.Unreadable) Tell(new WatchView(0, WatchPhase.Live, owner.Attempt) { Cause = seen.Cause, Failure = seen.Failure });
        else if (View.Phase == WatchPhase.Restarting) Tell(View with { Phase = WatchPhase.Live });
    }

    /// <summary>A node does not answer, or has left.</summary>
    public void Lose(string node) => _here.Remove(node);

    /// <summary>Nobody has the key, and the job was asked where it stands.</summary>
    /// <param name="status">Its status; null when it is not known any more.</param>
    public void Miss(JobStatus? status)
    {
        if (status is not { } known || known.IsEnd()) Tell(View with { Phase = WatchPhase.Ended, End = status });
        else if (IsSomewhere || View.Phase == WatchPhase.Restarting) _misses = 0;
        else if (known is JobStatus.Restarting or JobStatus.Rescaling or JobStatus.Created or JobStatus.Suspended || ++_misses >= MissesTold) Tell(View with { Phase = WatchPhase.Restarting });
    }

    /// <summary>Nothing more is told.</summary>
    public void Stop() => Tell(View with { Phase = WatchPhase.Stopped });

    private void Tell(WatchView view)
    {
        if (View.Phase is WatchPhase.Live or WatchPhase.Restarting) View = view with { Version = View.Version + 1 };
    }
}
