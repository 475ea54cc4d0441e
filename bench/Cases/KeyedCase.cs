using FlowActors.Bench.Baselines;
using FlowActors.Bench.Candidates;
using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;

namespace FlowActors.Bench.Cases;

/// <summary>What a keyed count costs: the exchange between subtasks and the state in memory.</summary>
internal sealed class KeyedCase : ComparisonCase
{
    private const int FewKeys = 1_000;
    private const int ManyKeys = 1_000_000;
    private const int Parallelism = 2;
    private const long FewKeysRecords = 100_000_000;
    private const long RxRecords = 20_000_000;
    private const long ManyKeysRecords = 20_000_000;
    private const long StringRecords = 10_000_000;

    public override string Name => "keyed";

    public override string Summary => "generator → keyBy → count in memory → drop, parallelism 2";

    protected override IReadOnlyList<Figure> Figures =>
    [
        new CpuRatio("keyed-1k/dictionary", "1k", "1k dictionary"),
        new CpuRatio("keyed-1m/dictionary", "1m", "1m dictionary"),
        new CpuRatio("keyed-string-1m/dictionary", "string-1m", "string-1m dictionary"),
        new CpuRatio("keyed-1k/rx", "1k", "1k rx"),
        new AllocatedBytes("keyed-bytes-per-record", "1k"),
    ];

    protected override IReadOnlyList<Contender> CreateContenders()
    {
        var few = KeyedWork.Longs(FewKeysRecords, FewKeys);
        var fewForRx = KeyedWork.Longs(RxRecords, FewKeys);
        var many = KeyedWork.Longs(ManyKeysRecords, ManyKeys);
        var strings = KeyedWork.Strings(StringRecords, ManyKeys);
        var fewExpected = KeyedWork.Expected(few.Records, FewKeys);
        var manyExpected = KeyedWork.Expected(many.Records, ManyKeys);
        var stringsExpected = KeyedWork.Expected(strings.Records, ManyKeys);
        var host = new EngineHost(nodes: 1);
        return
        [
            Engine("1k", few, fewExpected, host),
            new KeyedDictionary<long, long>("1k dictionary", few, fewExpected),
            new KeyedRx<long, long>("1k rx", fewForRx, KeyedWork.Expected(fewForRx.Records, FewKeys)),
            Engine("1m", many, manyExpected, host),
            new KeyedDictionary<long, long>("1m dictionary", many, manyExpected),
            Engine("string-1m", strings, stringsExpected, host),
            new KeyedDictionary<string, string>("string-1m dictionary", strings, stringsExpected),
        ];
    }

    private static EngineJob Engine<TRecord, TKey>(string name, KeyedWork<TRecord, TKey> work, long expected, EngineHost host)
        where TKey : notnull =>
        new(name, work.Records, expected, host, KeyedJob.Build(work, sourceParallelism: Parallelism, Parallelism));
}
