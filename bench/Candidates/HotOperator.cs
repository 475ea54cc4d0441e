using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;

namespace FlowActors.Bench.Candidates;

/// <summary>A table in batches, through an input gate into a keyed operator with state in memory. Each run begins without state.</summary>
/// <param name="run">Makes gate and operator and runs them over a table: see <see cref="HotGate"/>.</param>
internal sealed class HotOperator<T>(string name, HotTable<T> table, Func<HotFeed<T>, long> run) : Contender(name, table.Records, table.Expected)
{
    private readonly HotFeed<T> _feed = new(table);

    public override ValueTask<long> RunAsync()
    {
        _feed.Rewind();
        return ValueTask.FromResult(run(_feed));
    }
}
