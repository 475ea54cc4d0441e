using System.Net;
using System.Text.Json;
using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.State;

namespace FlowActors.Http.Tests;

/// <summary>Values that fill an answer, and one that is larger than that.</summary>
public sealed class LargeValuesTests
{
    [Theory]
    [InlineData("memory", "value", "")]
    [InlineData("memory", "list", "")]
    [InlineData("memory", "value", "&from=0")]
    [InlineData("rocksdb", "list", "&from=0")]
    public async Task A_page_ends_before_it_is_too_large_and_a_scan_goes_on_behind_what_no_page_holds(string backend, string state, string bounds)
    {
        await using var served = await ServedHost.StartAsync(() => new LargeValuesJob(backend));
        await served.UntilAsync("/jobs/the%20job/state", json => json.GetProperty("states") is var s && s.GetArrayLength() == 2 && s[0].GetProperty("entries").GetInt64() == 10);
        var (keys, pages, tooLarge) = (new List<long>(), 0, 0);
        for (string? cursor = ""; cursor is not null; pages++)
        {
            var (status, text) = await served.GetAsync($"/jobs/the%20job/state/{state}?limit=1000{bounds}{(cursor.Length == 0 ? "" : $"&cursor={cursor}")}");
            using var json = JsonDocument.Parse(text);
            cursor = json.RootElement.GetProperty("cursor").GetString();
            if (status == HttpStatusCode.RequestEntityTooLarge)
            {
                Assert.Contains("is larger than the 524,288 bytes that an answer holds. Go on behind it with the cursor", json.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
                tooLarge++;
                continue;
            }

            Assert.Equal(HttpStatusCode.OK, status);
            keys.AddRange(json.RootElement.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("key").GetInt64()));
        }

        Assert.Equal([0, 1, 2, 3, 4, 6, 7, 8, 9], keys.Order());
        Assert.Equal(1, tooLarge);
        Assert.InRange(pages, 3, 12);
    }

    private sealed class LargeValuesJob(string backend) : IStreamJob
    {
        public void Build(StreamExecutionEnvironment env, JobArguments arguments)
        {
            env.SetStateBackend(backend).SetParallelism(2);
            env.Generate<long>(null, i => i, recordsPerSecond: 1_000).WithParallelism(1).Filter(n => n < 10).WithParallelism(1).KeyBy(n => n).Process(() => new Keep()).Discard();
        }
    }

    private sealed class Keep : KeyedProcessFunction<long, long, string>
    {
        private IValueState<string>? _value;
        private IListState<string>? _list;

        public override void Open(IKeyedRuntimeContext context)
        {
            _value = context.GetState(new ValueStateDescriptor<string>("value") { IsQueryable = true });
            _list = context.GetListState(new ListStateDescriptor<string>("list") { IsQueryable = true });
        }

        // The sixth one is larger than an answer; of the others three fill one.
        public override void ProcessElement(long value, IKeyedProcessContext<long> context, Collector<string> output)
        {
            var part = new string('x', value == 5 ? 60_000 : 15_000);
            _value!.Update(string.Concat(Enumerable.Repeat(part, 10)));
            _list!.AddAll(Enumerable.Repeat(part, 10));
        }
    }
}
