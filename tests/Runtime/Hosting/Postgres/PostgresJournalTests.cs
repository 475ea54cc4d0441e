using System.Globalization;
using FlowActors.Files;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Hosting;
using FlowActors.Runtime.Hosting.Postgres;
using FlowActors.Runtime.Logging;
using FlowActors.Runtime.Tests.Cluster;
using FlowActors.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace FlowActors.Runtime.Tests.Hosting.Postgres;

/// <summary>The journal in a PostgreSQL database: what is kept there, whose it is, and what becomes of a node that has lost it.</summary>
[Collection("cluster")]
public sealed class PostgresJournalTests(PostgresFixture fixture) : IClassFixture<PostgresFixture>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [PostgresFact]
    public async Task A_job_that_was_left_goes_on_from_its_checkpoint()
    {
        var database = await fixture.Server.CreateDatabaseAsync();
        JobId id;
        await using (var first = await StartAsync(database))
        {
            var job = await first.SubmitAsync("counts", new Dictionary<string, string>());
            id = job.JobId;
            while (await job.GetStatusAsync() != JobStatus.Running) await Task.Yield();
            Assert.Equal(1, await job.TriggerCheckpointAsync().WaitAsync(Patience.Limit));
        }

        Assert.Equal(["flowactors.id", "flowactors.journal", "flowactors.lock", "flowactors.version"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        await using var second = await StartAsync(database);
        var left = Assert.Single(await second.GetJobsAsync());
        Assert.Equal((id, JobStatus.Suspended), (left.JobId, await left.GetStatusAsync()));
        Assert.Equal(1, await second.ResumeAsync(id, null).WaitAsync(Patience.Limit));
        while (await left.GetStatusAsync() != JobStatus.Running) await Task.Yield();
    }

    [PostgresFact]
    public async Task A_journal_and_its_data_folder_belong_to_each_other()
    {
        var database = await fixture.Server.CreateDatabaseAsync();
        Open(_folder, database).Dispose();
        Open(_folder, database).Dispose();

        var other = Path.Join(_folder, "other");
        Assert.Contains($"is that of another data folder, which was at '{_folder}', and not of '{other}'", Refused(other, database), StringComparison.Ordinal);
        var empty = await fixture.Server.CreateDatabaseAsync();
        Assert.Contains($"There is no journal in database '{empty}'", Refused(_folder, empty), StringComparison.Ordinal);
        var others = await fixture.Server.CreateDatabaseAsync();
        Open(Path.Join(_folder, "third"), others).Dispose();
        await fixture.Server.ExecuteAsync(others, $"UPDATE flowactors_owner SET folder = '{await File.ReadAllTextAsync(Path.Join(_folder, "flowactors.id"))}'".Replace("\n", "", StringComparison.Ordinal));
        Assert.Contains("whose journal is in another database (by '", Refused(_folder, others), StringComparison.Ordinal);

        var sqlite = Assert.Throws<JobValidationException>(() => NodeStorage.Open(Composed.Read(null) with { Journal = new JournalSettings(_folder) }, new LocalFileSystem())).Message;
        Assert.Contains("name it by flowactors.journal.provider = postgresql", sqlite, StringComparison.Ordinal);
        var old = Path.Join(_folder, "old");
        NodeStorage.Open(Composed.Read(null) with { Journal = new JournalSettings(old) }, new LocalFileSystem()).Dispose();
        Assert.Contains($"'{old}' has a journal already, in an SQLite database", Refused(old, empty), StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Nodes_that_start_together_make_one_journal()
    {
        var database = await fixture.Server.CreateDatabaseAsync();
        var opened = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => NodeStorage.Open(Settings(_folder, database), new LocalFileSystem(), $"node{i}"))));
        Assert.NotNull(Assert.Single(opened.Select(o => o.Identity!.Journal).Distinct()));
        foreach (var storage in opened) storage.Dispose();
    }

    [PostgresFact]
    public async Task What_is_wrong_with_the_database_is_told_without_the_password()
    {
        var server = fixture.Server;
        var database = await server.CreateDatabaseAsync();
        await server.ExecuteAsync(database, "CREATE ROLE reader LOGIN PASSWORD 'readers own'");
        await server.ExecuteAsync(database, "REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        Told(server.ConnectionString("nowhere"), "cannot be used: database \"nowhere\" does not exist. Make the database");
        Told(server.ConnectionString(database, password: "wrong one"), "password authentication failed for user \"admin\". Correct user (it is 'admin') and password");
        Told(server.ConnectionString(database, "reader", "readers own"), "permission denied for schema public. User 'reader' needs a schema in which it may make tables");
        Told($"Host=127.0.0.1;Port=1;Database=x;Password={PostgresServer.Password}", "Is the server up, and reachable from this machine?", "127.0.0.1:1");

        Open(_folder, database).Dispose();
        await server.ExecuteAsync(database, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader");
        Told(server.ConnectionString(database, "reader", "readers own"), "User 'reader' may not write to the journal", folder: _folder);
        await server.ExecuteAsync(database, "INSERT INTO flowactors_journal (created, deleted, persistence_id, sequence_number, message, manifest) VALUES (0, false, 'x', 1, '', 'news.v9')");
        Assert.Contains("it has events 'news.v9', which this version cannot read", Refused(_folder, database), StringComparison.Ordinal);
        await server.ExecuteAsync(database, "UPDATE flowactors_owner SET version = 2");
        Assert.Contains("has version 2 of its tables", Refused(_folder, database), StringComparison.Ordinal);

        void Told(string connection, string told, string? where = null, string? folder = null)
        {
            var settings = Composed.Read(null) with { Journal = new JournalSettings(folder ?? Path.Join(_folder, "none")) { Postgres = PostgresSettings.Parse(connection) } };
            var error = Assert.Throws<JobValidationException>(() => NodeStorage.Open(settings, new LocalFileSystem()));
            Assert.Contains(told, error.Message, StringComparison.Ordinal);
            Assert.Contains(where ?? $"127.0.0.1:{server.Port}", error.Message, StringComparison.Ordinal);
            foreach (var secret in (string[])[PostgresServer.Password, "wrong one", "readers own"]) Assert.DoesNotContain(secret, error.ToString(), StringComparison.Ordinal);
        }
    }

    [PostgresFact]
    public async Task A_writer_that_others_have_overtaken_is_refused_also_where_their_decisions_are_deleted()
    {
        var database = await fixture.Server.CreateDatabaseAsync();
        Open(_folder, database).Dispose();
        await WriteAsync(database, "x", 1);
        await WriteAsync(database, "x", 2);
        await WriteAsync(database, "x", 3);
        await fixture.Server.ExecuteAsync(database, "DELETE FROM flowactors_journal WHERE sequence_number < 3");
        foreach (var late in (long[])[2, 3])
        {
            var error = await Assert.ThrowsAsync<PostgresException>(() => WriteAsync(database, "x", late));
            Assert.True(JournalConflict.Is(new InvalidOperationException("wrapped", error)));
        }

        await WriteAsync(database, "y", 1);
        await WriteAsync(database, "x", 4);
    }

    [PostgresFact]
    public async Task A_node_whose_journal_another_one_has_taken_decides_nothing_more_and_ends()
    {
        var database = await fixture.Server.CreateDatabaseAsync();
        var log = new LogRecorder();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<ILoggerFactory>(log);
        builder.Services.AddFlowActors(o => (o.DataFolder, o.Configuration) = (_folder, Configuration(database) + "\nflowactors.coordinator { journal-backoff-min = 1ms, journal-backoff-max = 1ms }"));
        using var host = builder.Build();
        await host.StartAsync();
        var env = host.Services.GetRequiredService<StreamExecutionEnvironment>().SetParallelism(1);
        env.FromElements(1).Discard();
        await (await env.ExecuteAsync("before")).WaitForEndAsync().WaitAsync(Patience.Limit);

        // As the job manager of a node does that has taken this one for dead.
        await fixture.Server.ExecuteAsync(database, """
            INSERT INTO flowactors_journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier)
            SELECT 0, false, persistence_id, (SELECT max(sequence_number) + 1 FROM flowactors_journal WHERE persistence_id = 'job-manager'), convert_to('{"epoch":2}', 'UTF8'), manifest, identifier
            FROM flowactors_journal WHERE persistence_id = 'job-manager' AND sequence_number = 1
            """);
        var before = await CountAsync(database);
        var stopped = new TaskCompletionSource();
        using var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(stopped.SetResult);
        env = host.Services.GetRequiredService<StreamExecutionEnvironment>().SetParallelism(1);
        env.FromElements(1).Discard();
        var refused = env.ExecuteAsync("after");
        var told = await log.FirstAsync(e => e.Id == EventIds.JournalTaken);
        Assert.Contains("(epoch 2, after epoch 1 here): the cluster has gone on without this node", told.Text, StringComparison.Ordinal);
        await stopped.Task.WaitAsync(Patience.Limit);
        await Assert.ThrowsAnyAsync<Exception>(() => refused.WaitAsync(Patience.Limit));
        await host.StopAsync().WaitAsync(Patience.Limit);
        Assert.Equal(before, await CountAsync(database));
    }

    private Task<object?> WriteAsync(string database, string id, long number) => fixture.Server.ExecuteAsync(
        database, $"INSERT INTO flowactors_journal (created, deleted, persistence_id, sequence_number, message, manifest) VALUES (0, false, '{id}', {number}, '', 'm')");

    private async Task<long> CountAsync(string database) =>
        Convert.ToInt64(await fixture.Server.ExecuteAsync(database, "SELECT count(*) FROM flowactors_journal"), CultureInfo.InvariantCulture);

    private string Configuration(string database) => $$"""flowactors.journal { provider = postgresql, connection-string = "{{fixture.Server.ConnectionString(database)}}" }""";

    private RuntimeSettings Settings(string folder, string database) => Composed.Read(Configuration(database)) is var settings
        ? settings with { Journal = settings.Journal.Or(folder) }
        : throw new InvalidOperationException();

    private NodeStorage Open(string folder, string database) => NodeStorage.Open(Settings(folder, database), new LocalFileSystem());

    private string Refused(string folder, string database)
    {
        var error = Assert.Throws<JobValidationException>(() => Open(folder, database).Dispose()).Message;
        Assert.DoesNotContain(PostgresServer.Password, error, StringComparison.Ordinal);
        return error;
    }

    private Task<FlowActorsHost> StartAsync(string database) => FlowActorsHost.StartEmbeddedAsync(
        new EmbeddedOptions { DataFolder = _folder, Configuration = Configuration(database), ResumesJobs = false }.AddJob<Endless>("counts"));

    private sealed class Endless : IStreamJob
    {
        public void Build(StreamExecutionEnvironment env, JobArguments arguments) =>
            env.SetParallelism(1).Generate<long>(null, i => i, recordsPerSecond: 1_000).WithUid("numbers").KeyBy(x => x % 7).Count().WithUid("counts").Discard();
    }
}
