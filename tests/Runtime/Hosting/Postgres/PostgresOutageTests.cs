using Akka.Actor;
using FlowActors.Runtime.Client;
using FlowActors.Runtime.Hosting;
using FlowActors.Runtime.Logging;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Tests.Cluster;
using FlowActors.Tests.Postgres;
using static FlowActors.Runtime.Control.Coordination.JobCoordinatorProtocol;

namespace FlowActors.Runtime.Tests.Hosting.Postgres;

/// <summary>Jobs go on when the database of the journal is gone for a while, when somebody else has written to it, and when the node of their coordinator is lost.</summary>
[Collection("cluster")]
public sealed class PostgresOutageTests(PostgresFixture fixture) : IClassFixture<PostgresFixture>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-").FullName;
    private readonly LogRecorder _log = new();
    private long _emitted;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [PostgresFact]
    public async Task A_job_goes_on_while_the_database_is_gone_and_takes_checkpoints_again_when_it_is_back()
    {
        await using var host = await StartAsync(await fixture.Server.CreateDatabaseAsync());
        var job = await RunAsync(host, TimeSpan.FromMilliseconds(100));
        await CompletedAsync(2);
        await fixture.Server.StopAsync();
        var told = await _log.FirstAsync(e => e.Id == EventIds.JournalAway);
        Assert.Contains($"at 127.0.0.1:{fixture.Server.Port} takes nothing: ", told.Text, StringComparison.Ordinal);
        var trouble = host.Cluster.Storage.Trouble;
        while (trouble.Text is null) await Task.Yield();
        Assert.Contains($"of the PostgreSQL server at 127.0.0.1:{fixture.Server.Port} cannot be used: ", trouble.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(PostgresServer.Password, trouble.Text, StringComparison.Ordinal);
        var emitted = Interlocked.Read(ref _emitted);
        while (Interlocked.Read(ref _emitted) < emitted + 1_000) await Task.Yield();

        await fixture.Server.ResumeAsync();
        await CompletedAsync(Completed + 2);
        Assert.Equal(JobStatus.Running, await job.GetStatusAsync());
        Assert.Empty(await job.GetExceptionsAsync());
        Assert.Null(trouble.Text);
        Assert.DoesNotContain(_log.Entries, e => e.Id == EventIds.JournalFailed);
    }

    [PostgresFact]
    public async Task A_decision_that_somebody_else_has_written_is_read_and_the_job_goes_on()
    {
        var database = await fixture.Server.CreateDatabaseAsync();
        await using var host = await StartAsync(database);
        var job = await RunAsync(host, TimeSpan.FromHours(1));
        Assert.Equal(1, await job.TriggerCheckpointAsync().WaitAsync(Patience.Limit));

        // As a write does that was given up, and comes through all the same.
        await fixture.Server.ExecuteAsync(database, """
            INSERT INTO flowactors_journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier)
            SELECT 0, false, persistence_id, (SELECT max(sequence_number) + 1 FROM flowactors_journal WHERE persistence_id = j.persistence_id), message, manifest, identifier
            FROM flowactors_journal j WHERE persistence_id LIKE 'job-%' AND convert_from(message, 'UTF8') LIKE '%"below"%' ORDER BY ordering DESC LIMIT 1
            """);
        var triggered = job.TriggerCheckpointAsync();
        await _log.FirstAsync(e => e.Id == EventIds.JournalFailed);
        await Record.ExceptionAsync(() => triggered.WaitAsync(Patience.Limit));
        await CompletedAsync(() => job.TriggerCheckpointAsync(), 2);
        Assert.DoesNotContain(_log.Entries, e => e.Id == EventIds.JournalTaken);
        Assert.Equal(JobStatus.Running, await job.GetStatusAsync());
    }

    [PostgresFact]
    public async Task A_running_attempt_goes_on_under_the_coordinator_of_another_node()
    {
        var database = await fixture.Server.CreateDatabaseAsync();
        await using var cluster = await FakeCluster.StartAsync(3, $"{FailOverTests.Detection}\n{Configuration(database)}", _folder);
        cluster.Subtasks.Script = c => c is SubtaskProtocol.Start ? [new SubtaskProtocol.Running(c.Subtask)] : null;
        var dying = cluster.Host.Cluster.Nodes[0];
        var job = await FailOverTests.RunElsewhereAsync(cluster, dying.Info.Node);
        ((ExtendedActorSystem)dying.System).Abort();
        var survivor = cluster.Host.Cluster.Nodes[1];
        var client = new ControlClient(() => survivor.Asked, cluster.Host.Cluster.Settings.Client, TimeProvider.System, default);
        JobView view;
        do
        {
            view = await client.WaitAsync<JobView>(new GetJob(job), default).WaitAsync(Patience.Limit);
        }
        while (view.Status == JobStatus.Created);
        Assert.Equal((JobStatus.Running, 1), (view.Status, view.Attempt));
    }

    private int Completed => _log.Entries.Count(e => e.Id == EventIds.CheckpointCompleted);

    private Task<LogEntry> CompletedAsync(int count) => _log.FirstAsync(_ => Completed >= count).WaitAsync(Patience.Limit);

    // Refused until all subtasks run again.
    private async Task CompletedAsync(Func<Task<long>> trigger, int count)
    {
        while (Completed < count)
        {
            try
            {
                await trigger().WaitAsync(Patience.Limit);
            }
            catch (CheckpointException)
            {
                await Task.Yield();
            }
        }
    }

    private async Task<IJobClient> RunAsync(FlowActorsHost host, TimeSpan interval)
    {
        var env = host.CreateEnvironment().SetParallelism(1).EnableCheckpointing(interval);
        env.Generate<long>(null, i => i, recordsPerSecond: 2_000).KeyBy(x => x % 7).Count().ForEach(_ => Interlocked.Increment(ref _emitted));
        var job = await env.ExecuteAsync("counts");
        while (await job.GetStatusAsync() != JobStatus.Running) await Task.Yield();
        return job;
    }

    private string Configuration(string database) => $$"""flowactors.journal { provider = postgresql, connection-string = "{{fixture.Server.ConnectionString(database)}}" }""";

    private Task<FlowActorsHost> StartAsync(string database) => FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions
    {
        DataFolder = _folder, LoggerFactory = _log, Configuration = Configuration(database) + "\nflowactors.coordinator { journal-backoff-min = 10ms, journal-backoff-max = 100ms }",
    });
}
