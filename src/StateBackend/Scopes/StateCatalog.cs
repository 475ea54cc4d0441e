using FlowActors.Serialization;
using FlowActors.State.Export;
using FlowActors.State.Tables;

namespace FlowActors.State.Scopes;

/// <summary>
/// The states of one operator by name, and those that were restored and that it has not asked for yet. A name stands for one state of
/// one kind and type.
/// </summary>
internal sealed class StateCatalog(StateOperator owner, SerializerRegistry serializers, ITableStore tables)
{
    private readonly OrderedDictionary<string, StateEntry> _entries = [];
    private readonly OrderedDictionary<string, List<UnclaimedState>> _restored = [];

    public StateOperator Owner => owner;

    /// <summary>The registered ones, in the order of registration.</summary>
    public IEnumerable<StateEntry> Entries => _entries.Values;

    /// <summary>Those that nobody has asked for since they were restored.</summary>
    public IEnumerable<UnclaimedState> Unclaimed => _restored.Values.SelectMany(parts => parts);

    /// <summary>The state of that name, made when the name is new, with what was restored of it.</summary>
    /// <exception cref="InvalidOperationException">The name stands for something else, or what was restored of it does not fit.</exception>
    public TState GetOrAdd<TState>(string name, StateSignature signature, Func<StateEntry> create)
        where TState : class
    {
        if (!_entries.TryGetValue(name, out var entry))
        {
            entry = create();
            if (_restored.TryGetValue(name, out var parts))
            {
                // Of keyed states that was asked before their table was opened; operator state has none.
                CheckRestored(entry.Header);
                if (parts.Count != 1 || !entry.TryTake(parts[0]))
                {
                    foreach (var part in parts) entry.Import(part);
                }

                foreach (var part in parts) part.Release();
                _restored.Remove(name);
            }

            _entries.Add(name, entry);
        }

        if (entry.Signature == signature) return (TState)entry.State;
        throw new InvalidOperationException(
            $"State '{name}' of operator '{owner.Name}' is a {entry.Signature} and was asked for as a {signature}. Within one " +
            "operator a name stands for one state of one kind and type: choose another name, or the same descriptor in both places.");
    }

    /// <summary>
    /// Whether what was restored fits a state that is about to be made. To be asked before a table is opened for it: a backend that writes down which states it has
    /// would have one of the wrong kind or type from then on, and restore it.
    /// </summary>
    /// <exception cref="IncompatibleStateException">It does not; the message says why.</exception>
    public void CheckRestored(StateHeader header)
    {
        if (!_restored.TryGetValue(header.Name, out var parts)) return;
        foreach (var part in parts) RestoreCheck.Check(part.Header, header, serializers);
    }

    /// <summary>The registered state of that name; null when there is none.</summary>
    public StateEntry? Find(string name) => _entries.GetValueOrDefault(name);

    /// <summary>
    /// Where elements of a restored state are collected until an operator asks for it: those of one schema of values together, as some
    /// subtasks may have asked for the state with a type that has changed since, and others not.
    /// </summary>
    /// <exception cref="InvalidOperationException">It was asked for already, or another scope had another state of that name.</exception>
    public UnclaimedState Restore(StateHeader header)
    {
        var parts = PartsOf(header);
        if (parts.Count == 0 || !parts[^1].Header.Value.Equals(header.Value)) parts.Add(header.Key is null ? new RestoredState(header) : tables.Keep(header));
        return parts[^1];
    }

    /// <summary>As the other, of a state that has its elements already.</summary>
    public void Restore(UnclaimedState restored) => PartsOf(restored.Header).Add(restored);

    public void Clear()
    {
        _entries.Clear();
        _restored.Clear();
    }

    private List<UnclaimedState> PartsOf(StateHeader header)
    {
        if (_entries.ContainsKey(header.Name))
        {
            throw new InvalidOperationException(
                $"State '{header.Name}' of operator '{owner.Name}' is in use already: a scope is restored before its operators open.");
        }

        if (!_restored.TryGetValue(header.Name, out var parts)) _restored.Add(header.Name, parts = []);
        if (parts.Count > 0) RestoreCheck.CheckParts(parts[0].Header, header);
        return parts;
    }
}
