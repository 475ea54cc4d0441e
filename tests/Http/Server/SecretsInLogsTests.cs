using System.Collections.Concurrent;
using System.Net;
using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.State;
using Microsoft.Extensions.Logging;

namespace FlowActors.Http.Tests.Server;

/// <summary>However much is logged, no key of a caller is, and nothing that state holds.</summary>
public sealed class SecretsInLogsTests
{
    private const string Key = "caller-key-0123456789";
    private const string StateKey = "marked-key-of-state";
    private const string Value = "marked-value-of-state";

    [Fact]
    public async Task Nothing_secret_is_logged()
    {
        using var log = new Everything();
        await using (var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions
        {
            LoggerFactory = log,
            Configuration = $"flowactors.http.read-keys = [{Key}]\nakka.loglevel = DEBUG\nakka.log-config-on-start = on",
        }.AddJob("job", () => new SecretiveJob())))
        await using (var server = await FlowActorsHttpServer.StartAsync(host, loggers: log))
        {
            await host.SubmitAsync("job");
            using var http = new HttpClient { BaseAddress = server.Address };
            http.DefaultRequestHeaders.Add("Authorization", $"Bearer {Key}");
            while (!(await TextAsync(http, $"/jobs/job/operators/kept/state/secret?keys={StateKey}")).Contains(Value, StringComparison.Ordinal)) await Task.Yield();
            foreach (var path in (string[])["state", $"state/secret/{StateKey}", "state/secret/other", $"state/{Value}/x", $"operators/kept/state/secret?key={Value}", "state/%00"])
            {
                using var other = await http.GetAsync($"/jobs/job/{path}");
                Assert.NotEqual(HttpStatusCode.InternalServerError, other.StatusCode);
            }

            using var metrics = await http.GetAsync("/metrics");
            using var refused = new HttpRequestMessage(HttpMethod.Post, "/jobs") { Headers = { { "X-Api-Key", Key } } };
            using var post = await http.SendAsync(refused);
        }

        // Akka did tell its configuration.
        Assert.Contains(log.Lines, line => line.Contains("blocking-dispatcher", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains(Key, StringComparison.Ordinal) || line.Contains(StateKey, StringComparison.Ordinal) || line.Contains(Value, StringComparison.Ordinal));
    }

    private static async Task<string> TextAsync(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(path);
        return await answer.Content.ReadAsStringAsync();
    }

    private sealed class SecretiveJob : IStreamJob
    {
        public void Build(StreamExecutionEnvironment env, JobArguments arguments) =>
            env.Generate<long>(null, i => i, recordsPerSecond: 1_000).KeyBy(_ => StateKey).Process(() => new Keep()).WithUid("kept").Discard();
    }

    private sealed class Keep : KeyedProcessFunction<string, long, string>
    {
        private IValueState<string>? _secret;

        public override void Open(IKeyedRuntimeContext context) => _secret = context.GetState(new ValueStateDescriptor<string>("secret") { IsQueryable = true });

        public override void ProcessElement(long value, IKeyedProcessContext<string> context, Collector<string> output) => _secret!.Update(Value);
    }

    private sealed class Everything : ILoggerFactory, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            Lines.Enqueue($"{state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
