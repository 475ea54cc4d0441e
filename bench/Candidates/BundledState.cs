using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;
using FlowActors.Serialization;
using FlowActors.State;

namespace FlowActors.Bench.Candidates;

/// <summary>The counts of one subtask in a scope, and so a database, for each bundle of its key groups.</summary>
internal sealed class BundledState : IDisposable
{
    private const string Uid = "count";
    private readonly int[] _scopeOf = new int[BundleLayout.MaxParallelism];
    private readonly IReadOnlyList<KeyGroupRange> _ranges;
    private readonly IStateScope[] _scopes;
    private readonly StateTable<long, long>[] _tables;

    /// <param name="backend">Opens them, all under its budget.</param>
    /// <param name="ranges">The key groups of each.</param>
    /// <param name="stored">What they begin with; null for nothing.</param>
    public BundledState(IStateBackend backend, IReadOnlyList<KeyGroupRange> ranges, IReadOnlyList<StoredDatabase>? stored = null)
    {
        _ranges = ranges;
        _scopes = [.. ranges.Select((range, i) => backend.Open(SettingsOf(range, i), CancellationToken.None))];
        foreach (var (i, range) in ranges.Index())
        {
            for (var group = range.Start; group <= range.End; group++) _scopeOf[group] = i;
            if (stored is not null) _scopes[i].Restore([.. stored.Where(s => s.KeyGroups.Start <= range.End && s.KeyGroups.End >= range.Start)]);
        }

        _tables = [.. _scopes.Select(s => s.Keyed<long>(Uid).GetTable(new ValueStateDescriptor<long>(Uid)))];
    }

    /// <summary>The key groups of each database.</summary>
    public IReadOnlyList<KeyGroupRange> Ranges => _ranges;

    /// <summary>How many key groups there are.</summary>
    public int Groups => _ranges.Sum(r => r.Count);

    /// <summary>Whether a key lives here.</summary>
    public bool Has(long key)
    {
        var group = SubtaskKeys.GroupOf(key, out _);
        return _ranges.Any(r => r.Contains(group));
    }

    /// <summary>The count of a key.</summary>
    public ref long CountOf(long key)
    {
        var group = SubtaskKeys.GroupOf(key, out var hash);
        return ref _tables[_scopeOf[group]].GetOrAdd(key, hash, out _);
    }

    /// <summary>Reads counts, as far as there is memory for them in the end, in the order in which they are stored.</summary>
    /// <exception cref="BenchException">One is not there.</exception>
    public void Read(long[] keys)
    {
        foreach (var key in keys.OrderBy(k => SubtaskKeys.GroupOf(k, out _)).ThenBy(k => k))
        {
            if (!_tables[_scopeOf[SubtaskKeys.GroupOf(key, out _)]].TryGet(key, out var count) || count != 1)
                throw new BenchException($"The key {key} was restored as counted {count} times, and it was once.");
        }
    }

    /// <summary>All of it as it is now.</summary>
    public IReadOnlyList<IFrozenState> Freeze() => [.. _scopes.Select(s => s.Freeze(SnapshotForm.Native))];

    public void Dispose()
    {
        foreach (var scope in _scopes) scope.Dispose();
    }

    private static StateScopeSettings SettingsOf(KeyGroupRange range, int index) => new(
        new JobId(Uid), 1, 0, index, BundleLayout.MaxParallelism, range, [new StateOperator(Uid, Uid)], SerializerRegistry.Default, TimeProvider.System);
}
