using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;

namespace FlowActors.Bench.Candidates;

/// <summary>Records through the writer of a keyed edge into channels, which are emptied by the same thread after each lot.</summary>
internal sealed class HotPartition<T>(string name, HotPartitions<T> work) : Contender(name, work.Table.Records, work.Table.Expected)
{
    public override ValueTask<long> RunAsync()
    {
        using var edge = new HotEdge<T>(work);
        var table = work.Table.Table;
        var sum = 0L;
        for (var pass = 0; pass < work.Table.Passes; pass++)
        {
            for (var at = 0; at < table.Length; at += HotTable<T>.LotRecords)
            {
                edge.Send(table.AsSpan(at, HotTable<T>.LotRecords));
                sum += edge.Receive();
            }
        }

        edge.Flush();
        return ValueTask.FromResult(sum + edge.Receive());
    }
}
