using FlowActors.State.Scopes;

namespace FlowActors.State.Export;

/// <summary>Writes out all states of a scope.</summary>
internal sealed class ScopeExport
{
    private readonly IStateWriter _writer;
    private readonly int _subtask;
    private readonly List<(StateHeader Header, Action<int, int> Write)> _states;

    /// <param name="catalogs">Those of the operators.</param>
    /// <param name="subtask">Whose they are.</param>
    /// <param name="writer">Takes all of it.</param>
    public ScopeExport(IEnumerable<StateCatalog> catalogs, int subtask, IStateWriter writer)
    {
        _writer = writer;
        _subtask = subtask;
        _states = [.. catalogs.SelectMany(StatesOf)];
    }

    public void Run(KeyGroupRange groups)
    {
        for (var number = 0; number < _states.Count; number++) _writer.Add(number, _states[number].Header);
        for (var group = groups.Start; group <= groups.End; group++) Write(group, isKeyed: true);
        Write(RestoredState.NoGroup, isKeyed: false);
    }

    private IEnumerable<(StateHeader Header, Action<int, int> Write)> StatesOf(StateCatalog catalog)
    {
        foreach (var entry in catalog.Entries) yield return (entry.Header, (group, number) => entry.Export(group, number, _writer));
        foreach (var restored in catalog.Unclaimed)
        {
            // A united list that nobody has asked for is written by one subtask, as all have it: else it would multiply.
            var isUnited = restored.Header.Kind == StateKind.UnionList;
            if (isUnited && _subtask != 0) yield return (restored.Header, (_, _) => { });
            else yield return (restored.Header, (group, number) => restored.Export(group, number, _writer));
        }
    }

    private void Write(int group, bool isKeyed)
    {
        for (var number = 0; number < _states.Count; number++)
        {
            if (_states[number].Header.Key is not null == isKeyed) _states[number].Write(group, number);
        }
    }
}
