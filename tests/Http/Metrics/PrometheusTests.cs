using System.Globalization;
using FlowActors.Client;
using FlowActors.Functions;
using FlowActors.Graph;

namespace FlowActors.Http.Tests.Metrics;

/// <summary>What Prometheus scrapes is what <see cref="IJobClient.GetMetricsAsync"/> says.</summary>
public sealed class PrometheusTests
{
    // What is the same whenever it is read, once the job has nothing to do.
    private static readonly string[] s_settled = ["numRecordsIn", "numRecordsOut", "inputQueueLength", "overdraftBatches"];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_scrape_says_what_the_metrics_of_the_job_are(int nodes)
    {
        await using var served = await ServedHost.StartAsync(() => new MeasuredJob(), nodes);
        await served.UntilRunningAsync();
        IReadOnlyList<SubtaskMetrics> metrics;
        Dictionary<string, double> samples;
        do
        {
            metrics = await served.Job.GetMetricsAsync();
            samples = await ScrapeAsync(served);
        }
        while (metrics.Where(IsCounting).Sum(m => m.Values["numRecordsIn"]) < MeasuredJob.Numbers || !SettledOf(metrics).SequenceEqual(SettledOf(await served.Job.GetMetricsAsync())));
        Assert.Contains(metrics, m => m.Values.Keys.Any(k => k.EndsWith(MeasuredJob.Gauge, StringComparison.Ordinal)));
        foreach (var subtask in metrics.Where(IsCounting))
        {
            var labels = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["job"] = "the job", ["job_id"] = $"{served.Job.JobId}", ["vertex_id"] = "1", ["node"] = subtask.Node, ["subtask"] = $"{subtask.Subtask}", ["vertex"] = subtask.Vertex,
            };
            foreach (var name in s_settled) Assert.Equal(subtask.Values[name], samples[Shown($"flowactors_{name}", labels)]);
            foreach (var (name, value) in subtask.Values.Where(v => v.Key.Contains("per-subtask", StringComparison.Ordinal) || v.Key.EndsWith(MeasuredJob.Gauge, StringComparison.Ordinal)))
                Assert.Equal(value, samples[Shown("flowactors_operator", new(labels) { ["metric"] = name })]);
        }

        // All metrics of a subtask are among them.
        var known = samples.Keys.Select(k => k[..k.IndexOf('{', StringComparison.Ordinal)]).ToHashSet();
        Assert.Superset(metrics.SelectMany(m => m.Values.Keys).Where(n => !n.Contains('.', StringComparison.Ordinal)).Select(n => $"flowactors_{n}").ToHashSet(), known);
        Assert.Contains("flowactors_threads", known);

        // Those of the job are told by the node whose coordinator leads it, once, and over REST.
        using var client = new FlowActorsClient(served.Http.BaseAddress!);
        var told = (await client.Job("the job").GetMetricsAsync(["numberOfCompletedCheckpoints", "uptime", "numRestarts"])).ToDictionary(m => m.Name);
        Assert.Equal(["numRestarts", "numberOfCompletedCheckpoints", "uptime"], told.Keys.Order(StringComparer.Ordinal));
        Assert.All(told.Values, m => Assert.Equal(0, m.Subtasks));
        Assert.Equal(0, told["numRestarts"].Sum);
        Assert.True(told["uptime"].Max > 0);
        var jobs = samples.Where(s => s.Key.Contains($"job_id={served.Job.JobId}|", StringComparison.Ordinal)).ToDictionary();
        foreach (var name in (string[])["numRestarts", "uptime", "lastCheckpointSize", "numberOfInProgressCheckpoints"])
            Assert.Single(jobs, s => s.Key.StartsWith($"flowactors_{name}{{job=the job|", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Vertices_of_one_name_are_told_apart()
    {
        await using var served = await ServedHost.StartAsync(() => new StatesJob("memory"));
        // Two of them are called so, and each has a first subtask.
        var labels = $"|job_id={served.Job.JobId}|";
        int Found(Dictionary<string, double> samples) => samples.Keys.Count(k =>
            k.StartsWith("flowactors_numRecordsIn{", StringComparison.Ordinal) && k.Contains(labels, StringComparison.Ordinal)
            && k.Contains("|subtask=0|vertex=KeyedProcess -> Discard|", StringComparison.Ordinal));
        while (Found(await ScrapeAsync(served)) < 2) await Task.Yield();
    }

    [Fact]
    public async Task State_on_RocksDB_has_names_of_its_own()
    {
        await using var served = await ServedHost.StartAsync(() => new StatesJob("rocksdb"), configuration: $"flowactors.state.memory = {(16 << 20) + 41}B");
        var node = served.Host.Cluster.Nodes[0].Info.Node;
        Dictionary<string, double> samples;
        do samples = (await ScrapeAsync(served)).Where(s => s.Key.Contains(node, StringComparison.Ordinal)).ToDictionary();
        while (!samples.Any(s => s.Key.StartsWith("flowactors_stateCacheAccesses{", StringComparison.Ordinal) && s.Value > 0));
        Assert.Contains(samples.Keys, k => k.StartsWith($"flowactors_rocksdb_estimate_num_keys{{job=the job|job_id={served.Job.JobId}|", StringComparison.Ordinal));
        Assert.Equal((16 << 20) + 41, samples[$"flowactors_stateMemoryBudget{{node={node}}}"]);
        Assert.Single(samples.Keys, k => k.StartsWith("flowactors_rocksdb_block_cache_capacity{", StringComparison.Ordinal));
        Assert.DoesNotContain(samples.Keys, k => k.Contains("|metric=rocksdb", StringComparison.Ordinal) || k.Contains("|metric=state", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_a_job_that_has_ended_nothing_is_left()
    {
        await using var served = await ServedHost.StartAsync(() => new MeasuredJob());
        var node = (await MetricsAsync(served))[0].Node;
        await served.Job.CancelAsync();
        while ((await ScrapeAsync(served)).Keys.Any(k => k.Contains("job=", StringComparison.Ordinal) && k.Contains(node, StringComparison.Ordinal))) await Task.Yield();
    }

    private static async Task<IReadOnlyList<SubtaskMetrics>> MetricsAsync(ServedHost served)
    {
        while (true)
        {
            if (await served.Job.GetMetricsAsync() is { Count: > 0 } metrics) return metrics;
        }
    }

    // What the last record changes is counted one after the other.
    private static IEnumerable<(string, int, string, double)> SettledOf(IReadOnlyList<SubtaskMetrics> metrics) => metrics.Where(IsCounting)
        .SelectMany(m => m.Values.Where(v => s_settled.Contains(v.Key) || v.Key.Contains("per-subtask", StringComparison.Ordinal)), (m, v) => (m.Node, m.Subtask, v.Key, v.Value)).Order();

    private static bool IsCounting(SubtaskMetrics metrics) => metrics.Vertex.Contains("Count", StringComparison.Ordinal);

    private static async Task<Dictionary<string, double>> ScrapeAsync(ServedHost served)
    {
        using var answer = await served.Http.GetAsync("/metrics");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        var samples = new Dictionary<string, double>();
        var types = new HashSet<string>();
        foreach (var line in (await answer.Content.ReadAsStringAsync()).Split('\n')[..^1])
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal)) continue;
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                Assert.True(types.Add(line.Split(' ')[2]), line);
                Assert.Contains(line.Split(' ')[3], (string[])["counter", "gauge"]);
                continue;
            }

            var (name, labels, value) = Parse(line);
            Assert.Contains(name, types);
            Assert.True(samples.TryAdd(Shown(name, labels), value), line);
        }

        return samples;
    }

    private static string Shown(string name, SortedDictionary<string, string> labels) => $"{name}{{{string.Join('|', labels.Select(l => $"{l.Key}={l.Value}"))}}}";

    // By the format's own rules: a label's value has backslash, quote and line end escaped.
    private static (string Name, SortedDictionary<string, string> Labels, double Value) Parse(string line)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var at = line.IndexOfAny(['{', ' ']);
        var name = line[..at];
        Assert.Matches("^[a-zA-Z_:][a-zA-Z0-9_:]*$", name);
        while (line[at] is '{' or ',')
        {
            var equals = line.IndexOf('=', at);
            var label = line[(at + 1)..equals];
            Assert.Matches("^[a-zA-Z_][a-zA-Z0-9_]*$", label);
            var value = new System.Text.StringBuilder();
            for (at = equals + 2; line[at] != '"'; at++) value.Append(line[at] != '\\' ? line[at] : line[++at] switch { 'n' => '\n', var c => c });
            labels.Add(label, value.ToString());
            at++;
        }

        var number = line[(line[at] == '}' ? at + 2 : at + 1)..];
        return (name, labels, number switch { "+Inf" => double.PositiveInfinity, "-Inf" => double.NegativeInfinity, _ => double.Parse(number, CultureInfo.InvariantCulture) });
    }

    private sealed class MeasuredJob : IStreamJob
    {
        public const int Numbers = 1_000;
        public const string Gauge = "odd \"name\", with \\ and {braces}";

        public void Build(StreamExecutionEnvironment env, JobArguments arguments) => env.SetParallelism(2)
            .Generate<long>(null, i => i, recordsPerSecond: 20_000).WithParallelism(1).Filter(n => n < Numbers).WithParallelism(1)
            .KeyBy(n => n % 20).Process(() => new Count()).WithName("Count").Discard();
    }

    private sealed class Count : KeyedProcessFunction<long, long, string>
    {
        private LongCounter? _counter;

        public override void Open(IKeyedRuntimeContext context)
        {
            _counter = context.Metrics.Counter("per-subtask");
            context.Metrics.Gauge(MeasuredJob.Gauge, () => double.PositiveInfinity);
        }

        public override void ProcessElement(long value, IKeyedProcessContext<long> context, Collector<string> output) => _counter!.Add(1);
    }
}
