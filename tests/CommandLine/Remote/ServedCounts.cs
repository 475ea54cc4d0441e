using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.State;

namespace FlowActors.CommandLine.Tests.Remote;

/// <summary>An application that serves one job with state, of which a test says what every key has.</summary>
public sealed class ServedCounts : IAsyncLifetime
{
    private static long s_value = 1;
    private FlowActorsHost _host = null!;
    private FlowActorsHttpServer _server = null!;
    private IJobClient _job = null!;

    /// <summary>What every key has soon. A test of the class changes it at a time.</summary>
    public static long Value
    {
        get => Volatile.Read(ref s_value);
        set => Volatile.Write(ref s_value, value);
    }

    public string Address => _server.Address.ToString();

    /// <summary>Takes a checkpoint.</summary>
    /// <returns>Its number.</returns>
    public Task<long> CheckpointAsync() => _job.TriggerCheckpointAsync();

    public async Task InitializeAsync()
    {
        _host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Configuration = "flowactors.checkpoints.interval = 1h" }.AddJob("counts", () => new Counts()));
        _server = await FlowActorsHttpServer.StartAsync(_host);
        _job = await _host.SubmitAsync("counts", jobName: "the job");
        using var http = new HttpClient { BaseAddress = _server.Address };
        foreach (var key in new[] { "1", "2", "3" }) await UntilAsync(http, $"/jobs/the%20job/operators/counts/state/count/{key}");
        await UntilAsync(http, "/jobs/the%20job/state/prices/1?entry=%22c%22");
        foreach (var key in new[] { "2", "floor/2" }) await UntilAsync(http, $"/jobs/the%20job/operators/fixed/state/fixed?key=%22{Uri.EscapeDataString(key)}%22");
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _host.DisposeAsync();
    }

    private static async Task UntilAsync(HttpClient http, string path)
    {
        while (true)
        {
            using var response = await http.GetAsync(path);
            if (response.IsSuccessStatusCode) return;
        }
    }

    private sealed class Counts : IStreamJob
    {
        public void Build(StreamExecutionEnvironment env, JobArguments arguments)
        {
            var numbers = env.Generate<long>(null, i => i, recordsPerSecond: 5_000);
            numbers.KeyBy(n => $"{(n % 3) + 1}").Process(() => new Keep("count", () => Value)).WithName("Counts").WithUid("counts").Discard();
            numbers.KeyBy(n => n % 2 == 0 ? "2" : "floor/2").Process(() => new Keep("fixed", () => 5)).WithName("Fixed").WithUid("fixed").Discard();
            numbers.KeyBy(n => n % 2).Process(() => new KeepMap()).WithName("Maps").WithUid("maps").Discard();
        }
    }

    private sealed class KeepMap : KeyedProcessFunction<long, long, string>
    {
        private IMapState<string, long>? _prices;

        public override void Open(IKeyedRuntimeContext context) => _prices = context.GetMapState(new MapStateDescriptor<string, long>("prices") { IsQueryable = true });

        public override void ProcessElement(long value, IKeyedProcessContext<long> context, Collector<string> output)
        {
            if (context.CurrentKey == 1 && _prices!.IsEmpty) _prices.PutAll([new("a,b", 1), new("7", 2), new("c", 3)]);
        }
    }

    private sealed class Keep(string name, Func<long> wanted) : KeyedProcessFunction<string, long, string>
    {
        private IValueState<long>? _count;

        public override void Open(IKeyedRuntimeContext context) => _count = context.GetState(new ValueStateDescriptor<long>(name) { IsQueryable = true });

        public override void ProcessElement(long value, IKeyedProcessContext<string> context, Collector<string> output)
        {
            if (!_count!.TryGet(out var now) || now != wanted()) _count.Update(wanted());
        }
    }
}
