namespace FlowActors.State.Export;

/// <summary>
/// What the subtasks of a vertex have exported, in memory, and how it is divided among any other number of them: key groups go to who
/// owns them, split lists are dealt out evenly in order, united ones go whole to everybody, and a broadcast state is the same everywhere.
/// </summary>
/// <param name="maxParallelism">The number of key groups of the vertex.</param>
internal sealed class StateArchive(int maxParallelism)
{
    private readonly OrderedDictionary<(string Uid, string Name), List<RestoredState>> _states = [];

    /// <summary>Takes what the next subtask exports; in the order of the subtasks.</summary>
    public IStateWriter NextSubtask() => new Collecting(_states);

    /// <summary>Restores one of the subtasks.</summary>
    public void RestoreTo(IStateScope scope, int subtask, int parallelism)
    {
        var restore = new Parts(scope.Restore());
        foreach (var parts in _states.Values) Restore(parts, restore, subtask, parallelism);
    }

    private void Restore(List<RestoredState> parts, Parts restore, int subtask, int parallelism)
    {
        restore.Begin(parts);
        switch (parts[0].Header.Kind)
        {
            case StateKind.OperatorList:
                Deal(parts, restore, subtask, parallelism);
                break;
            case StateKind.UnionList:
                foreach (var part in parts) restore.Write(part, RestoredState.NoGroup);
                break;
            case StateKind.Broadcast:
                // Each has its copy: at equal parallelism a subtask gets its own again, new ones take them in turn.
                restore.Write(parts[subtask % parts.Count], RestoredState.NoGroup);
                break;
            default:
                var groups = KeyGroups.RangeOf(subtask, maxParallelism, parallelism);
                for (var group = groups.Start; group <= groups.End; group++)
                {
                    foreach (var part in parts) restore.Write(part, group);
                }

                break;
        }
    }

    private static void Deal(List<RestoredState> parts, Parts restore, int subtask, int parallelism)
    {
        long total = parts.Sum(p => p.Groups.Sum(g => g.Count));
        var (from, to) = (subtask * total / parallelism, (subtask + 1) * total / parallelism);
        var position = 0L;
        foreach (var (part, group) in parts.SelectMany(p => p.Groups, (part, group) => (part, group)))
        {
            for (var elements = group.Read(); elements.MoveNext(); position++)
            {
                if (position >= from && position < to) restore.Write(part, elements.Current);
            }
        }
    }

    private sealed class Collecting(OrderedDictionary<(string Uid, string Name), List<RestoredState>> states) : IStateWriter
    {
        private readonly Dictionary<int, RestoredState> _numbers = [];

        public void Add(int state, StateHeader header)
        {
            var name = (header.OperatorUid, header.Name);
            if (!states.TryGetValue(name, out var parts)) states.Add(name, parts = []);
            if (parts.Count > 0) RestoreCheck.CheckParts(parts[0].Header, header);
            parts.Add(_numbers[state] = new RestoredState(header));
        }

        public void Write(int state, in StateElement element) => _numbers[state].Add(element);
    }

    /// <summary>Writes the parts of the states, each under a number of its own: their schemas of values may differ.</summary>
    private sealed class Parts(IStateWriter writer)
    {
        private readonly Dictionary<RestoredState, int> _numbers = [];

        public void Begin(List<RestoredState> parts)
        {
            foreach (var part in parts)
            {
                _numbers.Add(part, _numbers.Count);
                writer.Add(_numbers[part], part.Header);
            }
        }

        public void Write(RestoredState part, int group) => part.Export(group, _numbers[part], writer);

        public void Write(RestoredState part, in StateElement element) => writer.Write(_numbers[part], element);
    }
}
