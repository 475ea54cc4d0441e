using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;
using FlowActors.Serialization;
using FlowActors.State;

namespace FlowActors.Bench.Candidates;

/// <summary>
/// A count in the table of a state backend, as the operator that counts uses it, on the calling thread. It is restored from a snapshot before the first run.
/// </summary>
/// <param name="name">Its name in the table.</param>
/// <param name="work">What is counted.</param>
/// <param name="create">Makes the backend.</param>
internal sealed class StateCount(string name, RunningKeys work, Func<IStateBackend> create) : RunningContender(name, work)
{
    private const string Uid = "count";
    private IStateBackend? _backend;
    private IStateScope? _scope;
    private StateTable<long, long>? _table;

    public override ValueTask PrepareAsync()
    {
        _backend = create();
        _scope = Open();
        using (var before = Open())
        {
            var table = TableOf(before);
            for (var key = 0L; key < Work.Keys; key++) table.GetOrAdd(key, out _) = 1;
            StateSnapshot.Restore(before, _scope);
        }

        _table = TableOf(_scope);
        if (_table.Count != Work.Keys) throw new BenchException($"{Name}: {_table.Count} of {Work.Keys} keys were restored.");
        return ValueTask.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _scope?.Dispose();
        _backend?.Dispose();
        return base.DisposeAsync();
    }

    protected override long Run(int run)
    {
        var (table, work, sum) = (_table!, Work, 0L);
        for (var i = 0; i < work.Records; i++) sum += ++table.GetOrAdd(work.KeyOf(run, i), out _);
        return sum;
    }

    private static StateTable<long, long> TableOf(IStateScope scope) => scope.Keyed<long>(Uid).GetTable(new ValueStateDescriptor<long>(Uid));

    private IStateScope Open() => _backend!.Open(
        new StateScopeSettings(new JobId(Uid), 1, 0, 0, 128, KeyGroups.RangeOf(0, 128, 1), [new StateOperator(Uid, Uid)], SerializerRegistry.Default, TimeProvider.System),
        CancellationToken.None);
}
