using System.Net;
using System.Text;
using System.Text.Json;
using FlowActors.Client;
using FlowActors.Client.Submission;
using FlowActors.Functions;
using FlowActors.Graph;

namespace FlowActors.Http.Tests.Acting;

/// <summary>A host with jobs that can be submitted, and a folder for their savepoints, served over HTTP.</summary>
internal sealed class ActingHost : IAsyncDisposable
{
    private readonly FlowActorsHttpServer _server;
    private readonly DirectoryInfo _folder;

    private ActingHost(FlowActorsHost host, FlowActorsHttpServer server, DirectoryInfo folder, TaskCompletionSource fails)
    {
        (Host, _server, _folder, Fails) = (host, server, folder, fails);
        Http = new HttpClient { BaseAddress = server.Address };
        Client = new FlowActorsClient(server.Address);
    }

    public FlowActorsHost Host { get; }

    public HttpClient Http { get; }

    public FlowActorsClient Client { get; }

    /// <summary>When it is set, the job 'failing' fails and stands in its delay.</summary>
    public TaskCompletionSource Fails { get; }

    /// <summary>The folder of all that the test has on disk; the savepoints are in its folder 'savepoints'.</summary>
    public string Folder => _folder.FullName;

    public string Savepoints => Path.Join(Folder, "savepoints");

    /// <param name="nodes">How many nodes the host has.</param>
    /// <param name="hasFolders">Whether savepoints may be taken.</param>
    /// <param name="data">A data folder, whose jobs are left as they are; null for none.</param>
    /// <param name="asked">Which node is asked, from 0.</param>
    public static async Task<ActingHost> StartAsync(int nodes = 1, bool hasFolders = true, string? data = null, int asked = 0)
    {
        var folder = Directory.CreateTempSubdirectory("flowactors-acting-");
        var savepoints = folder.CreateSubdirectory("savepoints").FullName;
        var fails = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var options = new EmbeddedOptions
        {
            Nodes = nodes,
            DataFolder = data,
            ResumesJobs = false,
            Configuration = hasFolders ? $"flowactors.http.savepoint-folders = [{JsonSerializer.Serialize(savepoints)}]" : null,
            LoggerFactory = Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance,
        };
        options.AddJob("sums", () => new SumsJob()).AddJob("failing", () => new FailingJob(fails.Task)).AddJob("broken", () => new BrokenJob()).AddJob("idle", () => new IdleJob())
            .AddJob("waiting", () => new WaitingJob(fails.Task));
        var host = await FlowActorsHost.StartEmbeddedAsync(options);
        return new ActingHost(host, await FlowActorsHttpServer.StartAsync(host.At(asked)), folder, fails);
    }

    /// <summary>Submits a job and awaits that it runs.</summary>
    public async Task<string> RunAsync(JobSubmission submission)
    {
        var job = await Client.SubmitAsync(submission);
        await UntilAsync(job.Id, nameof(JobStatus.Running));
        return job.Id;
    }

    public async Task UntilAsync(string job, string status)
    {
        while ((await Client.GetJobsAsync()).Single(j => j.Id == job).Status != status) await Task.Yield();
    }

    public async Task<(HttpStatusCode Status, string Text)> PostAsync(string path, string? body, string type = "application/json")
    {
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, type);
        using var response = await Http.PostAsync(path, content);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var response = await Http.GetAsync(path);
        Assert.Equal((path, HttpStatusCode.OK), (path, response.StatusCode));
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return json.RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Http.Dispose();
        await _server.DisposeAsync();
        await Host.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>Sums the first numbers by their last digit, and goes on.</summary>
    internal sealed class SumsJob : IStreamJob
    {
        public const int Numbers = 3_000;

        public void Build(StreamExecutionEnvironment env, JobArguments arguments)
        {
            env.EnableCheckpointing(TimeSpan.FromHours(1));
            if (arguments.Get("parallelism", "") is { Length: > 0 }) env.SetParallelism(arguments.Get<int>("parallelism"));
            env.Generate<long>(null, i => i, recordsPerSecond: 2_000).WithUid("numbers").WithParallelism(1).Filter(n => n < Numbers).WithParallelism(1)
                .KeyBy(n => n % 10).Reduce((a, b) => a + b).WithUid("sums").WithQueryableState().Discard();
        }
    }

    /// <summary>Takes no checkpoints, as it has no interval and the host no data folder.</summary>
    private sealed class IdleJob : IStreamJob
    {
        public void Build(StreamExecutionEnvironment env, JobArguments arguments) => env.Generate<long>(null, i => i, recordsPerSecond: 100).Discard();
    }

    /// <summary>No barrier gets through it before <see cref="Fails"/> is set.</summary>
    private sealed class WaitingJob(Task goesOn) : IStreamJob
    {
        public void Build(StreamExecutionEnvironment env, JobArguments arguments)
        {
            env.EnableCheckpointing(TimeSpan.FromHours(1)).SetParallelism(1);
            env.Generate<long>(null, i => i, recordsPerSecond: 1_000).Map(n =>
            {
                goesOn.Wait();
                return n;
            }).Discard();
        }
    }

    private sealed class BrokenJob : IStreamJob
    {
        public void Build(StreamExecutionEnvironment env, JobArguments arguments) => throw new InvalidOperationException("no such table");
    }

    private sealed class FailingJob(Task fails) : IStreamJob
    {
        public void Build(StreamExecutionEnvironment env, JobArguments arguments)
        {
            env.EnableCheckpointing(TimeSpan.FromHours(1)).SetRestartStrategy(new RestartStrategy.FixedDelay(1, TimeSpan.FromHours(1)));
            env.Generate<long>(null, i => i, recordsPerSecond: 1_000).Map(n => fails.IsCompleted ? throw new InvalidOperationException("It is to fail.") : n).Discard();
        }
    }
}
