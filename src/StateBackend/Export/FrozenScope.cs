using System.Diagnostics;
using FlowActors.State.Scopes;
using FlowActors.State.Tables;

namespace FlowActors.State.Export;

/// <summary>All states of a scope as they were, written in the order of <see cref="ScopeExport"/>.</summary>
internal sealed class FrozenScope : IFrozenState
{
    private readonly int _lookEvery;
    private readonly List<(StateHeader Header, IFrozenTable Table)> _states = [];
    private readonly IFrozenStore _store;
    private readonly KeyGroupRange _groups;
    private int _group;
    private int _state;
    private Phase _phase = Phase.Begun;

    /// <param name="store">What the tables have in common; disposed with this.</param>
    /// <param name="catalogs">Those of the operators.</param>
    /// <param name="subtask">Whose they are.</param>
    /// <param name="groups">The key groups that live here.</param>
    /// <param name="lookEvery">After how many steps the clock is looked at.</param>
    public FrozenScope(IFrozenStore store, IEnumerable<StateCatalog> catalogs, int subtask, KeyGroupRange groups, int lookEvery)
    {
        _store = store;
        _lookEvery = lookEvery;
        _groups = groups;
        _group = groups.Start;
        try
        {
            foreach (var catalog in catalogs) Freeze(catalog, subtask);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private enum Phase
    {
        /// <summary>Nothing is written yet.</summary>
        Begun,

        /// <summary>The headers are written.</summary>
        Writing,

        /// <summary>All is written.</summary>
        Written,

        /// <summary>A call is under way, or has failed.</summary>
        Failed,

        /// <summary>It was disposed before all was written.</summary>
        Disposed,
    }

    /// <summary>All is written and linked, or it was disposed.</summary>
    public bool IsOver => _phase == Phase.Disposed || (_phase == Phase.Written && _store.IsOver);

    public IFrozenDatabase? Database => _store.Database;

    public bool WriteSome(IStateWriter writer, long until)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (_phase == Phase.Written) return true;
        ObjectDisposedException.ThrowIf(_phase == Phase.Disposed, this);
        if (_phase == Phase.Failed) throw new InvalidOperationException("Writing the frozen state has failed before: dispose it.");
        var isFirst = _phase == Phase.Begun;
        _phase = Phase.Failed;
        if (isFirst)
        {
            for (var number = 0; number < _states.Count; number++) writer.Add(number, _states[number].Header);
        }

        bool isWritten;
        do isWritten = WriteSteps(writer);
        while (!isWritten && Stopwatch.GetTimestamp() < until);
        if (isWritten) ReleaseTables();
        _phase = isWritten ? Phase.Written : Phase.Writing;
        return isWritten;
    }

    // What was written stays so: further calls of it do nothing.
    public void Dispose()
    {
        if (_phase == Phase.Disposed) return;
        if (_phase != Phase.Written) _phase = Phase.Disposed;
        ReleaseTables();
        _store.Dispose();
    }

    private bool WriteSteps(IStateWriter writer)
    {
        for (var steps = _lookEvery; steps > 0; steps--)
        {
            if (_state == _states.Count)
            {
                if (_group == RestoredState.NoGroup) return _store.SaveSome(ref steps);
                _group = _group == _groups.End ? RestoredState.NoGroup : _group + 1;
                _state = 0;
                continue;
            }

            var (header, table) = _states[_state];
            var isHere = header.Key is null == (_group == RestoredState.NoGroup);
            if (!isHere || table.WriteSome(_group, _state, writer, ref steps)) _state++;
        }

        return false;
    }

    private void Freeze(StateCatalog catalog, int subtask)
    {
        foreach (var entry in catalog.Entries) _states.Add((entry.Header, entry.Freeze()));
        foreach (var restored in catalog.Unclaimed)
        {
            // As at an export: of what all have, one writes it.
            var isLeftOut = restored.Header.Kind == StateKind.UnionList && subtask != 0;
            _states.Add((restored.Header, isLeftOut ? new FrozenBytes(new RestoredState(restored.Header)) : restored.Freeze()));
        }
    }

    private void ReleaseTables()
    {
        foreach (var (_, table) in _states) table.Dispose();
        _states.Clear();
    }
}
