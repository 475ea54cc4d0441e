using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;

namespace FlowActors.Bench.Baselines;

/// <summary>A loop over a table, a lot at a time. Each run begins with an empty state.</summary>
internal abstract class HotLoop<T, TState>(string name, HotTable<T> table) : Contender(name, table.Records, table.Expected)
    where TState : new()
{
    public sealed override ValueTask<long> RunAsync()
    {
        var state = new TState();
        var sum = 0L;
        for (var pass = 0; pass < table.Passes; pass++)
            for (var at = 0; at < table.Table.Length; at += HotTable<T>.LotRecords)
                sum += Process(state, table.Table.AsSpan(at, HotTable<T>.LotRecords));
        return ValueTask.FromResult(sum + End(state));
    }

    /// <summary>Works on a lot.</summary>
    /// <returns>The sum of what it emits.</returns>
    protected abstract long Process(TState state, ReadOnlySpan<T> records);

    /// <summary>Gives what is still held back after the last lot.</summary>
    protected virtual long End(TState state) => 0;
}
