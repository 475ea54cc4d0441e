using FlowActors.State.Export;
using FlowActors.State.Keyed;
using FlowActors.State.Scans;
using FlowActors.State.Tables;
using FlowActors.State.Telemetry;

namespace FlowActors.State.Scopes;

/// <summary>
/// The state of one subtask above the tables of a backend: views, catalog, and the way in and out. The same for all backends.
/// </summary>
internal sealed class StateScope : IStateScope, IMeteredState, IQueriedState
{
    /// <summary>Some microseconds to some tens of them.</summary>
    public const int LookEvery = 256;

    private readonly int _lookEvery;
    private readonly StateScopeSettings _settings;
    private readonly ITableStore _tables;
    private readonly OperatorScope[] _operators;
    private readonly ScanWindows _windows = new();
    private FrozenScope? _frozen;
    private bool _isDisposed;

    /// <param name="settings">Whose state it is.</param>
    /// <param name="tables">Those of the backend.</param>
    /// <param name="lookEvery">After how many steps who writes a frozen state looks at the clock: slots and elements.</param>
    public StateScope(StateScopeSettings settings, ITableStore tables, int lookEvery = LookEvery)
    {
        _lookEvery = lookEvery;
        _settings = settings;
        _tables = tables;
        _operators = [.. settings.Operators.Select(o => new OperatorScope(settings, o, tables))];
    }

    public IReadOnlyList<RegisteredState> States => [.. _operators.SelectMany(o => o.Catalog.Entries).Select(e => e.Describe())];

    public void Publish(IStateMetrics metrics)
    {
        (_tables as IMeteredState)?.Publish(metrics);
        if (metrics.Latencies is not { } tracking) return;
        foreach (var @operator in _operators) @operator.Track(tracking, metrics.Of(@operator.Catalog.Owner.Uid));
    }

    public IKeyedStates<TKey> Keyed<TKey>(string operatorUid) => Of(operatorUid).Keyed<TKey>();

    public IOperatorStateStore OperatorState(string operatorUid) => Of(operatorUid).OperatorState;

    public IReadOnlyList<QueriedState> Queried =>
        [.. _operators.SelectMany(o => o.Catalog.Entries).Where(MayRead).Select(Describe)];

    public bool MayRead(string operatorUid, string state) =>
        Array.Find(_operators, o => o.Catalog.Owner.Uid == operatorUid)?.Catalog.Find(state) is { } entry && MayRead(entry);

    public int GroupOf(string operatorUid, string state, ReadOnlySpan<byte> key) => ElementsOf(operatorUid, state).GroupOf(key);

    public void Read(string operatorUid, string state, ReadOnlySpan<byte> key, ElementTaker taker) => ElementsOf(operatorUid, state).Read(key, taker);

    public void ReadEntries(string operatorUid, string state, ReadOnlySpan<byte> key, IEnumerable<byte[]> mapKeys, ElementTaker taker) =>
        ElementsOf(operatorUid, state).ReadEntries(key, mapKeys, taker);

    public bool GoOn(string operatorUid, string state, PageReading page, ScanSlice slice) => page.GoOn(ElementsOf(operatorUid, state), _windows, slice);

    /// <summary>
    /// Reads a part of a keyed state as bytes, in the order of <see cref="IStateTable{TKey,TNamespace,TElement}.Scan"/>, or of
    /// <see cref="ITimerTable{TKey,TNamespace}.Scan"/>: for who does not know its types.
    /// </summary>
    /// <param name="operatorUid">Whose state it is.</param>
    /// <param name="state">Its name.</param>
    /// <param name="keyGroup">One that lives here.</param>
    /// <param name="keys">Which keys.</param>
    /// <param name="taker">Takes the elements until it has enough; it does not touch the state.</param>
    /// <exception cref="ArgumentException">There is no such operator, or it has not asked for a keyed state of that name.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The key group does not live here.</exception>
    public void Scan(string operatorUid, string state, int keyGroup, KeyRange keys, ElementTaker taker)
    {
        ElementsOf(operatorUid, state).Scan(keyGroup, keys, taker);
    }

    /// <summary>A keyed state as bytes.</summary>
    /// <exception cref="ArgumentException">There is no such operator, or it has not asked for a keyed state of that name.</exception>
    public IElementsOfKeys ElementsOf(string operatorUid, string state)
    {
        var catalog = Of(operatorUid).Catalog;
        return catalog.Find(state) as IElementsOfKeys
            ?? throw new ArgumentException($"Operator '{catalog.Owner.Name}' has no keyed state '{state}'.", nameof(state));
    }

    public void Export(IStateWriter writer)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        new ScopeExport(_operators.Select(o => o.Catalog), _settings.Subtask, writer).Run(_settings.KeyGroups);
    }

    public IFrozenState Freeze(SnapshotForm form)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_frozen is { IsOver: false })
        {
            throw new InvalidOperationException(
                "The state is frozen already: the state of one checkpoint is written, or disposed, before that of the next one is frozen.");
        }

        return _frozen = new FrozenScope(_tables.Freeze(form), _operators.Select(o => o.Catalog), _settings.Subtask, _settings.KeyGroups, _lookEvery);
    }

    public void Restore(IReadOnlyList<StoredDatabase> databases)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var restored = _tables.Restore(databases, header => _settings.Operators.Any(o => o.Uid == header.OperatorUid));
        foreach (var state in restored) Of(state.Header.OperatorUid).Catalog.Restore(state);
    }

    public IStateWriter Restore() => new ScopeRestore(_settings, uid => Of(uid).Catalog);

    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _windows.Clear();
        _tables.BeginClose();
        try
        {
            _frozen?.Dispose();
        }
        finally
        {
            foreach (var @operator in _operators) @operator.Close();
            _tables.Dispose();
        }
    }

    private static QueriedState Describe(StateEntry entry) => new(entry.Header, entry.Describe().Keys)
    {
        TimeToLive = entry.Signature.TimeToLive is { Visibility: StateTtlVisibility.NeverReturnExpired } config ? (long)config.TimeToLive.TotalMilliseconds : null,
    };

    private static bool MayRead(StateEntry entry) => entry is { IsQueryable: true } and IElementsOfKeys;

    private OperatorScope Of(string uid)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        foreach (var @operator in _operators)
        {
            if (@operator.Catalog.Owner.Uid == uid) return @operator;
        }

        throw new ArgumentException(
            $"No operator of this subtask has the uid '{uid}'; there are: {string.Join(", ", _operators.Select(o => $"'{o.Catalog.Owner.Uid}'"))}.",
            nameof(uid));
    }
}
