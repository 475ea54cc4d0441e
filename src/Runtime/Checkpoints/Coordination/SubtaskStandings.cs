using System.Collections.Immutable;

namespace FlowActors.Runtime.Checkpoints.Coordination;

/// <summary>How far a subtask is, as far as checkpoints have to know it.</summary>
internal enum SubtaskStanding
{
    /// <summary>It does not run: its region starts, or has failed.</summary>
    Absent,

    /// <summary>Records flow.</summary>
    Running,

    /// <summary>Its input has ended; it takes part in checkpoints.</summary>
    Ended,

    /// <summary>It is gone for good; checkpoints go on without it.</summary>
    Finished,
}

/// <summary>
/// Which subtasks run, which have ended, and where barriers enter: at the sources, at what has ended, and at whatever hears from
/// nobody any more. Not thread-safe.
/// </summary>
internal sealed class SubtaskStandings(CheckpointGraph graph)
{
    private readonly SubtaskStanding[] _standings = new SubtaskStanding[graph.Subtasks.Count];
    private readonly int[] _flowing = [.. graph.Upstream.Select(u => u.Count)];
    private readonly int[] _counts = [graph.Subtasks.Count, 0, 0, 0];
    private ImmutableSortedDictionary<int, int> _attempts = ImmutableSortedDictionary<int, int>.Empty;
    private ImmutableSortedDictionary<int, int> _stopped = ImmutableSortedDictionary<int, int>.Empty;

    /// <summary>The attempt of each region that runs, or was the last to run.</summary>
    public ImmutableSortedDictionary<int, int> Attempts => _attempts;

    /// <summary>Whether every subtask is there or finished.</summary>
    public bool AllThere => _counts[(int)SubtaskStanding.Absent] == 0;

    /// <summary>Whether nothing is left that could take part in a checkpoint.</summary>
    public bool AllFinished => _counts[(int)SubtaskStanding.Finished] == _standings.Length;

    /// <summary>Whether all input of all subtasks has ended.</summary>
    public bool AllEnded => AllThere && _counts[(int)SubtaskStanding.Running] == 0;

    /// <summary>How far a subtask is.</summary>
    public SubtaskStanding Of(int index) => _standings[index];

    /// <summary>Whether something that belongs to an attempt of a subtask counts.</summary>
    public bool IsCurrent(int index, int attempt) =>
        _standings[index] != SubtaskStanding.Absent && _attempts.GetValueOrDefault(graph.Regions[index]) == attempt;

    /// <summary>Whether a barrier enters there.</summary>
    public bool IsEntry(int index) => _standings[index] == SubtaskStanding.Ended || (_standings[index] == SubtaskStanding.Running && _flowing[index] == 0);

    /// <summary>A region runs. A start that is known, or older than what is, changes nothing.</summary>
    /// <returns>Whether it is news.</returns>
    public bool Start(int region, int attempt, IEnumerable<SubtaskNumber> finished)
    {
        if (attempt <= Math.Max(_attempts.GetValueOrDefault(region), _stopped.GetValueOrDefault(region))) return false;
        _attempts = _attempts.SetItem(region, attempt);
        foreach (var i in In(region)) Set(i, SubtaskStanding.Running);
        foreach (var subtask in finished) Set(graph.IndexOf(subtask), SubtaskStanding.Finished);
        return true;
    }

    /// <summary>A region does not run any more.</summary>
    /// <returns>Whether it is news.</returns>
    public bool Stop(int region, int attempt)
    {
        if (attempt < _attempts.GetValueOrDefault(region) || attempt <= _stopped.GetValueOrDefault(region)) return false;
        _stopped = _stopped.SetItem(region, attempt);
        foreach (var i in In(region)) Set(i, SubtaskStanding.Absent);
        return true;
    }

    /// <summary>A subtask has ended or is finished.</summary>
    /// <returns>The subtasks at which barriers enter from now on, and did not before.</returns>
    public IReadOnlyList<int> Advance(int index, SubtaskStanding to)
    {
        if (_standings[index] >= to || _standings[index] == SubtaskStanding.Absent) return [];
        var asked = graph.Downstream[index].Append(index).Where(i => !IsEntry(i)).ToList();
        Set(index, to);
        return [.. asked.Where(IsEntry)];
    }

    private IEnumerable<int> In(int region) => Enumerable.Range(0, _standings.Length).Where(i => graph.Regions[i] == region);

    private void Set(int index, SubtaskStanding to)
    {
        var from = _standings[index];
        if (from == to) return;
        _standings[index] = to;
        _counts[(int)from]--;
        _counts[(int)to]++;
        var change = (from < SubtaskStanding.Ended ? 1 : 0) - (to < SubtaskStanding.Ended ? 1 : 0);
        if (change == 0) return;
        foreach (var receiver in graph.Downstream[index]) _flowing[receiver] -= change;
    }
}
