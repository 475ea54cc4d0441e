using FlowActors.Bench.Baselines;
using FlowActors.Bench.Candidates;
using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;

namespace FlowActors.Bench.Cases;

/// <summary>What a record costs in the inner loops of one subtask: no host, no other thread, no job that starts and ends.</summary>
internal sealed class HotCase : ComparisonCase
{
    private const int FewKeys = 1_000;
    private const int SomeKeys = 100_000;
    private const int ManyKeys = 1_000_000;
    private const int Small = 64 * 1024;
    private const int Medium = 512 * 1024;
    private const int Large = 2 * 1024 * 1024;

    public override string Name => "hot";

    public override string Summary => "partitioning, counting and keyed state of one subtask on one thread, without a host";

    protected override IReadOnlyList<Figure> Figures =>
    [
        new BestWallRatio("hot-partition-long/loop", "partition long", "partition long loop"),
        new BestWallRatio("hot-partition-string/loop", "partition string", "partition string loop"),
        new BestWallRatio("hot-count-1k/dictionary", "count 1k", "count 1k dictionary"),
        new BestWallRatio("hot-count-1m/dictionary", "count 1m", "count 1m dictionary"),
        new BestWallRatio("hot-value/dictionary", "value 1k", "value 1k dictionary"),
        new BestWallRatio("hot-value-100k/dictionary", "value 100k", "value 100k dictionary"),
        new BestWallRatio("hot-list/dictionary", "list 1k", "list 1k dictionary"),
        new BestWallRatio("hot-list-100k/dictionary", "list 100k", "list 100k dictionary"),
        new BestWallRatio("hot-map/dictionary", "map 1k", "map 1k dictionary"),
        new BestWallRatio("hot-map-100k/dictionary", "map 100k", "map 100k dictionary"),
        new AllocatedBytes("hot-bytes-per-record", "count 1k"),
    ];

    protected override IReadOnlyList<Contender> CreateContenders() =>
    [
        .. Partition("partition long", HotPartitions.OfLongs(Small, passes: 300)),
        .. Partition("partition string", HotPartitions.OfStrings(Small, passes: 100)),
        .. Count("count 1k", HotCounts.Of(Small, passes: 400, FewKeys)),
        .. Count("count 1m", HotCounts.Of(Large, passes: 2, ManyKeys)),
        .. Value("value 1k", HotStates.OfValues(Small, passes: 120, FewKeys)),
        .. Value("value 100k", HotStates.OfValues(Medium, passes: 8, SomeKeys)),
        .. List("list 1k", HotStates.OfLists(Small, passes: 80, FewKeys)),
        .. List("list 100k", HotStates.OfLists(Medium, passes: 3, SomeKeys)),
        .. Map("map 1k", HotStates.OfMaps(Small, passes: 50, FewKeys)),
        .. Map("map 100k", HotStates.OfMaps(Medium, passes: 3, SomeKeys)),
    ];

    private static Contender[] Partition<T>(string name, HotPartitions<T> work) =>
        [new HotPartition<T>(name, work), new HotPartitionLoop<T>($"{name} loop", work)];

    private static Contender[] Count(string name, HotTable<long> table) =>
        [new HotOperator<long>(name, table, HotGate.Count), new HotCountLoop($"{name} dictionary", table)];

    private static Contender[] Value(string name, HotTable<HotRecord<ValueWork>> table) =>
    [
        new HotOperator<HotRecord<ValueWork>>(name, table, feed => HotGate.Process(feed, static r => r.Key, static () => new HotValueFunction())),
        new HotValueLoop($"{name} dictionary", table),
    ];

    private static Contender[] List(string name, HotTable<HotRecord<ListWork>> table) =>
    [
        new HotOperator<HotRecord<ListWork>>(name, table, feed => HotGate.Process(feed, static r => r.Key, static () => new HotListFunction())),
        new HotListLoop($"{name} dictionary", table),
    ];

    private static Contender[] Map(string name, HotTable<HotRecord<MapWork>> table) =>
    [
        new HotOperator<HotRecord<MapWork>>(name, table, feed => HotGate.Process(feed, static r => r.Key, static () => new HotMapFunction())),
        new HotMapLoop($"{name} dictionary", table),
    ];
}
