using FlowActors.Bench.Work;
using FlowActors.Serialization;
using FlowActors.Sinks;

namespace FlowActors.Bench.Cluster;

/// <summary>The keyed count of the case <c>exchange</c> as a registered job over two nodes: a source in slot 0, and keys that all belong to slot 1, on the other node.</summary>
internal sealed class ExchangeJob : IStreamJob
{
    /// <summary>What it is registered by.</summary>
    public const string Name = "exchange";

    /// <summary>The argument that says how many records there are.</summary>
    public const string Records = "records";

    /// <summary>The accumulator that has the sum of all counts emitted.</summary>
    public const string Sum = "sum";

    /// <summary>How many keys there are.</summary>
    public const int Keys = 1_000;

    private const int Slots = 2;
    private const int MaxParallelism = 128;

    /// <summary>What is counted.</summary>
    public static KeyedWork<Reading, long> WorkOf(long records)
    {
        var serializer = SerializerRegistry.Default.GetKey<long>();
        return ExchangeWork.Create(records, [.. Longs().Where(key => Owner(serializer.StableHash(key)) == Slots - 1).Take(Keys)]);
    }

    public void Build(StreamExecutionEnvironment env, JobArguments arguments)
    {
        var work = WorkOf(arguments.Get<long>(Records));
        env.DisableCheckpointing().SetParallelism(Slots).SetMaxParallelism(MaxParallelism)
            .Generate(work.Records, work.Generate).WithParallelism(1)
            .KeyBy(work.Key)
            .Count()
            .SinkTo(new SumOfCounts());
    }

    private static int Owner(int hash) => KeyGroups.OwnerOf(KeyGroups.Assign(hash, MaxParallelism), MaxParallelism, Slots);

    private static IEnumerable<long> Longs()
    {
        for (var key = 0L; ; key++) yield return key;
    }

    private sealed class SumOfCounts : Sink<KeyValuePair<long, long>>
    {
        public override SinkWriter<KeyValuePair<long, long>> CreateWriter() => new Writer();

        private sealed class Writer : SinkWriter<KeyValuePair<long, long>>
        {
            private ISinkContext? _context;
            private long _sum;

            public override void Open(ISinkContext context) => _context = context;

            public override void Write(KeyValuePair<long, long> value, long timestamp) => _sum += value.Value;

            public override void Flush(bool endOfInput)
            {
                if (endOfInput) _context!.GetLongCounter(Sum).Add(_sum);
            }
        }
    }
}
