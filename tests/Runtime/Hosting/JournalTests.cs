using System.Runtime.CompilerServices;
using FlowActors.Files;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Hosting;
using FlowActors.Runtime.Tests.Cluster;
using Microsoft.Data.Sqlite;

namespace FlowActors.Runtime.Tests.Hosting;

/// <summary>What is kept of jobs that have ended is bounded, in memory and on disk.</summary>
[Collection("cluster")]
public sealed class JournalTests
{
    [Fact]
    public async Task An_exception_that_failed_a_job_is_given_to_its_client_and_kept_for_nobody_else()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(
            new EmbeddedOptions { Configuration = "flowactors.coordinator.history-max = 10000" });
        var thrown = await FailAsync(host);
        using var limit = new CancellationTokenSource(Patience.Limit);
        while (thrown.TryGetTarget(out _))
        {
            // Threads of the executor may still hold what they worked on last: other work takes its place.
            limit.Token.ThrowIfCancellationRequested();
            await RunAsync(host);
            GC.Collect();
        }

        var again = Assert.Single(await host.GetJobsAsync(), j => j.JobName == "fails");
        var error = await Assert.ThrowsAsync<JobFailedException>(() => again.WaitForEndAsync().WaitAsync(Patience.Limit));
        Assert.Equal("System.FormatException", Assert.IsType<RemoteException>(error.InnerException).RemoteType);
    }

    [Fact]
    public async Task Journals_of_jobs_that_are_forgotten_are_deleted_and_that_of_the_job_manager_stays_short()
    {
        var folder = Directory.CreateTempSubdirectory("flowactors-").FullName;
        try
        {
            await using (var host = await FlowActorsHost.StartEmbeddedAsync(
                new EmbeddedOptions { DataFolder = folder, Configuration = "flowactors.coordinator.history-max = 1" }))
            {
                for (var i = 0; i < 60; i++)
                {
                    await RunAsync(host);
                    GC.Collect();
                }

                using var limit = new CancellationTokenSource(Patience.Limit);

                // The database keeps the last decision of each job, marked as deleted, for the number that comes after it.
                while (Count(folder, "persistence_id = 'job-manager'") > 90 || Count(folder, "persistence_id <> 'job-manager'") > 100)
                {
                    limit.Token.ThrowIfCancellationRequested();
                    await Task.Yield();
                }
            }

            await using var next = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { DataFolder = folder });
            Assert.InRange((await next.GetJobsAsync()).Count, 1, 20);
            foreach (var job in await next.GetJobsAsync()) Assert.Equal(JobStatus.Finished, await job.GetStatusAsync());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_writer_that_others_have_overtaken_is_refused_also_where_their_decisions_are_deleted()
    {
        var folder = Directory.CreateTempSubdirectory("flowactors-").FullName;
        try
        {
            using var journal = JournalDatabase.Open(new LocalFileSystem(), folder);
            using (var connection = new SqliteConnection(JournalDatabase.ConnectionString(folder)))
            {
                connection.Open();
                for (var i = 1; i <= 3; i++) Write(connection, i);
                using var command = connection.CreateCommand();
                command.CommandText = "DELETE FROM journal WHERE sequence_number < 3";
                command.ExecuteNonQuery();
                foreach (var late in (int[])[2, 3]) Assert.True(JournalConflict.Is(Assert.Throws<SqliteException>(() => Write(connection, late))));
                Write(connection, 4);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_checkpoint_that_somebody_reads_goes_with_its_job_when_that_is_forgotten()
    {
        var folder = Directory.CreateTempSubdirectory("flowactors-").FullName;
        try
        {
            await using var host = await FlowActorsHost.StartEmbeddedAsync(
                new EmbeddedOptions { DataFolder = folder, Configuration = "flowactors.coordinator.history-max = 1" });
            var first = await LeaseAsync(host);
            var checkpoint = Path.Join(folder, "checkpoints", first.Value, "chk-1", "_metadata");
            Assert.True(File.Exists(checkpoint));
            using var limit = new CancellationTokenSource(Patience.Limit);
            while (File.Exists(checkpoint))
            {
                limit.Token.ThrowIfCancellationRequested();
                GC.Collect();
                await RunAsync(host);
            }

            Assert.DoesNotContain(await host.GetJobsAsync(), j => j.JobId == first);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // A job that has ended, and of whose checkpoint somebody may come for the next page.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<JobId> LeaseAsync(FlowActorsHost host)
    {
        var env = host.CreateEnvironment().SetParallelism(1);
        env.Generate<long>(null, i => i, recordsPerSecond: 100).Discard();
        var job = await env.ExecuteAsync("read");
        while (await job.GetStatusAsync() != JobStatus.Running) await Task.Yield();
        Assert.Equal(1, await job.TriggerCheckpointAsync().WaitAsync(Patience.Limit));
        using (var leased = await host.Jobs.CheckpointState.LeaseAsync(job.JobId, 1, default)) leased.HasNext = true;
        await job.CancelAsync();
        await Assert.ThrowsAsync<JobCancelledException>(() => job.WaitForEndAsync().WaitAsync(Patience.Limit));
        return job.JobId;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference<Exception>> FailAsync(FlowActorsHost host)
    {
        var thrown = new WeakReference<Exception>(null!);
        var env = host.CreateEnvironment().SetParallelism(1);
        env.FromElements(1).Map<int>(_ =>
        {
            var e = new FormatException("wrong");
            thrown.SetTarget(e);
            throw e;
        }).Discard();
        var job = await env.ExecuteAsync("fails");
        var error = await Assert.ThrowsAsync<JobFailedException>(() => job.WaitForEndAsync().WaitAsync(Patience.Limit));
        Assert.IsType<FormatException>(error.InnerException);
        return thrown;
    }

    private static async Task RunAsync(FlowActorsHost host)
    {
        var env = host.CreateEnvironment().SetParallelism(1);
        env.FromElements(1).Discard();
        await (await env.ExecuteAsync("runs")).WaitForEndAsync().WaitAsync(Patience.Limit);
    }

    private static void Write(SqliteConnection connection, int number)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest) VALUES (0, 0, 'x', {number}, '', 'm')";
        command.ExecuteNonQuery();
    }

    private static long Count(string folder, string condition)
    {
        using var connection = new SqliteConnection(JournalDatabase.ConnectionString(folder));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT COUNT(*) FROM journal WHERE {condition}";
        return (long)command.ExecuteScalar()!;
    }
}
