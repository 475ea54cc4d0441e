using FlowActors.Runtime.Subtasks;

namespace FlowActors.Runtime.Control.Nodes;

/// <summary>The phases of a node's subtasks of one attempt, and how many are in each.</summary>
internal sealed class PhaseTable
{
    private readonly Dictionary<SubtaskId, SubtaskPhase> _phases;
    private readonly int[] _count = new int[(int)SubtaskPhase.Gone + 1];

    public PhaseTable(IEnumerable<SubtaskId> subtasks)
    {
        _phases = subtasks.ToDictionary(s => s, _ => SubtaskPhase.Unknown);
        _count[0] = _phases.Count;
    }

    /// <summary>The phase that all have reached; gone, once none is left, unless every one has finished.</summary>
    public SubtaskPhase Reached
    {
        get
        {
            var phase = 0;
            while (phase < (int)SubtaskPhase.Gone && _count[phase] == 0) phase++;
            return (SubtaskPhase)phase is SubtaskPhase.Finished && _count[(int)SubtaskPhase.Gone] > 0 ? SubtaskPhase.Gone : (SubtaskPhase)phase;
        }
    }

    public SubtaskPhase this[SubtaskId subtask] => _phases[subtask];

    public bool Contains(SubtaskId subtask) => _phases.ContainsKey(subtask);

    /// <summary>Those that have not reached the phase.</summary>
    public IEnumerable<SubtaskId> Below(SubtaskPhase phase) => _phases.Where(s => s.Value < phase).Select(s => s.Key);

    /// <summary>Those that are in the phase.</summary>
    public IEnumerable<SubtaskId> At(SubtaskPhase phase) => _phases.Where(s => s.Value == phase).Select(s => s.Key);

    /// <summary>Those that were heard of and are there.</summary>
    public IEnumerable<SubtaskId> Alive => _phases.Where(s => s.Value is >= SubtaskPhase.Deployed and < SubtaskPhase.Finished).Select(s => s.Key);

    /// <summary>Moves a subtask on; false when it was as far already.</summary>
    public bool Advance(SubtaskId subtask, SubtaskPhase phase)
    {
        var current = _phases[subtask];
        if (current >= phase) return false;
        _count[(int)current]--;
        _count[(int)phase]++;
        _phases[subtask] = phase;
        return true;
    }
}
