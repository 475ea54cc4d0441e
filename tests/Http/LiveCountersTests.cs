using System.Text.Json;
using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.State;

namespace FlowActors.Http.Tests;

/// <summary>Reads beside a job at work.</summary>
public sealed class LiveCountersTests
{
    private const int Readers = 4;
    private const int Reads = 300;

    // Each record counts in two states of its key, between which nobody may look.
    [Theory]
    [InlineData(1, "memory")]
    [InlineData(3, "memory")]
    [InlineData(1, "rocksdb")]
    public async Task Counters_never_go_back_and_no_update_is_seen_by_half(int nodes, string backend)
    {
        await using var served = await ServedHost.StartAsync(() => new CountingJob(backend), nodes, "flowactors.state.memory = 16MiB");
        await served.UntilAsync("/jobs/the%20job/state", json => json.GetProperty("states").EnumerateArray().Any(s => s.GetProperty("entries").GetInt64() == 10));
        await Task.WhenAll(Enumerable.Range(0, Readers).Select(reader => ReadAsync(served, key: reader)));
    }

    private static async Task ReadAsync(ServedHost served, int key)
    {
        var last = 0L;
        for (var i = 0; i < Reads; i++)
        {
            using var answer = JsonDocument.Parse(await served.Http.GetStringAsync($"/jobs/the%20job/state/counts/{key}"));
            var counts = answer.RootElement.GetProperty("value");
            var (first, second) = (counts.GetProperty("first").GetInt64(), counts.GetProperty("second").GetInt64());
            Assert.Equal(first, second);
            Assert.InRange(first, last, long.MaxValue);
            last = first;
        }
    }

    private sealed class CountingJob(string backend) : IStreamJob
    {
        public void Build(StreamExecutionEnvironment env, JobArguments arguments)
        {
            env.SetStateBackend(backend).SetParallelism(3);
            env.Generate<long>(null, i => i).KeyBy(n => n % 10).Process(() => new Count()).WithUid("counts").Discard();
        }
    }

    private sealed class Count : KeyedProcessFunction<long, long, string>
    {
        private IMapState<string, long>? _counts;

        public override void Open(IKeyedRuntimeContext context) => _counts = context.GetMapState(new MapStateDescriptor<string, long>("counts") { IsQueryable = true });

        public override void ProcessElement(long value, IKeyedProcessContext<long> context, Collector<string> output)
        {
            _counts!.Put("first", (_counts.TryGet("first", out var first) ? first : 0) + 1);
            _counts.Put("second", (_counts.TryGet("second", out var second) ? second : 0) + 1);
        }
    }
}
