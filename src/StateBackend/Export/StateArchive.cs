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
        var writer = scope.Restore();
        var number = 0;
        foreach (var parts in _states.Values)
        {
            writer.Add(number, parts[0].Header);
            Restore(parts, number++, writer, subtask, parallelism);
        }
    }

    private void Restore(List<RestoredState> parts, int number, IStateWriter writer, int subtask, int parallelism)
    {
        switch (parts[0].Header.Kind)
        {
            case StateKind.OperatorList:
                Deal(parts, number, writer, subtask, parallelism);
                break;
            case StateKind.UnionList:
                foreach (var part in parts) part.Export(RestoredState.NoGroup, number, writer);
                break;
            case StateKind.Broadcast:
                parts[0].Export(RestoredState.NoGroup, number, writer);
                break;
            default:
                var groups = KeyGroups.RangeOf(subtask, maxParallelism, parallelism);
                for (var group = groups.Start; group <= groups.End; group++)
                {
                    foreach (var part in parts) part.Export(group, number, writer);
                }

                break;
        }
    }

    private static void Deal(List<RestoredState> parts, int number, IStateWriter writer, int subtask, int parallelism)
    {
        long total = parts.Sum(p => p.Groups.Sum(g => g.Count));
        var (from, to) = (subtask * total / parallelism, (subtask + 1) * total / parallelism);
        var position = 0L;
        foreach (var group in parts.SelectMany(p => p.Groups))
        {
            for (var elements = group.Read(); elements.MoveNext(); position++)
            {
                if (position >= from && position < to) writer.Write(number, elements.Current);
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
            if (parts.Count > 0) RestoreCheck.CheckSame(parts[0].Header, header);
            parts.Add(_numbers[state] = new RestoredState(header));
        }

        public void Write(int state, in StateElement element) => _numbers[state].Add(element);
    }
}
