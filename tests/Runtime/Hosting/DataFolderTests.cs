using FlowActors.Runtime.Hosting;
using FlowActors.Runtime.Tests.Cluster;
using Microsoft.Data.Sqlite;

namespace FlowActors.Runtime.Tests.Hosting;

/// <summary>Jobs that are written down, over several lives of a host.</summary>
[Collection("cluster")]
public sealed class DataFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_history_of_earlier_lives_can_be_read()
    {
        JobId finished;
        JobId failed;
        await using (var host = await StartAsync())
        {
            finished = await RunAsync(host, x => x);
            failed = await RunAsync(host, _ => throw new FormatException("not a number"));
        }

        await using (var host = await StartAsync())
        {
            var jobs = await host.GetJobsAsync();
            Assert.Equal([finished, failed], jobs.Select(j => j.JobId));
            Assert.Equal([JobStatus.Finished, JobStatus.Failed], [await jobs[0].GetStatusAsync(), await jobs[1].GetStatusAsync()]);
            var error = await Assert.ThrowsAsync<JobFailedException>(() => jobs[1].WaitForEndAsync().WaitAsync(Patience.Limit));
            Assert.Equal("System.FormatException", Assert.IsType<RemoteException>(error.InnerException).RemoteType);
        }
    }

    [Fact]
    public async Task A_job_whose_process_ended_has_failed_in_the_next()
    {
        using var block = new Block();
        var host = await StartAsync();
        var env = host.CreateEnvironment().SetParallelism(1);
        env.FromSequence(1, 1).Map(x =>
        {
            block.Wait(x);
            return x;
        }).Discard();
        var job = await env.ExecuteAsync("interrupted");
        await block.Reached(1);
        await host.Cluster.TerminateAsync();

        await using var next = await StartAsync();
        var same = Assert.Single(await next.GetJobsAsync());
        Assert.Equal(job.JobId, same.JobId);
        var error = await Assert.ThrowsAsync<JobFailedException>(() => same.WaitForEndAsync().WaitAsync(Patience.Limit));
        Assert.Contains("process that ran the job ended", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_of_another_version_is_refused_before_anything_runs()
    {
        await using (var host = await StartAsync()) await RunAsync(host, x => x);
        await using (var connection = new SqliteConnection(JournalDatabase.ConnectionString(_folder)))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE journal SET manifest = 'event.job-listed.v0' WHERE manifest LIKE 'event.job-listed.%'";
            Assert.Equal(1, command.ExecuteNonQuery());
        }

        SqliteConnection.ClearAllPools();
        var error = await Assert.ThrowsAsync<JobValidationException>(StartAsync);
        Assert.Contains($"'{_folder}' was written by another version", error.Message, StringComparison.Ordinal);
        Assert.Contains("'event.job-listed.v0'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_is_used_by_one_host_at_a_time()
    {
        await using var host = await StartAsync();
        var error = await Assert.ThrowsAsync<JobValidationException>(StartAsync);
        Assert.Contains(_folder, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_a_file_is_refused()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "");
        var error = await Assert.ThrowsAsync<JobValidationException>(
            () => FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { DataFolder = file }));
        Assert.Contains("Name a folder", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("fol\0der")]
    public async Task What_cannot_be_a_folder_is_refused_naming_the_option(string folder)
    {
        var error = await Assert.ThrowsAsync<JobValidationException>(
            () => FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { DataFolder = folder }));
        Assert.Contains("DataFolder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_may_have_any_name()
    {
        var options = new EmbeddedOptions { DataFolder = Path.Combine(_folder, "it's \"a\"; b=c \\d ${e} # \u00fc") };
        JobId finished;
        await using (var host = await FlowActorsHost.StartEmbeddedAsync(options)) finished = await RunAsync(host, x => x);
        await using (var host = await FlowActorsHost.StartEmbeddedAsync(options)) Assert.Equal(finished, Assert.Single(await host.GetJobsAsync()).JobId);
        Assert.Contains("journal.db", Directory.GetFiles(options.DataFolder).Select(Path.GetFileName));
    }

    private Task<FlowActorsHost> StartAsync() => FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { DataFolder = _folder });

    private static async Task<JobId> RunAsync(FlowActorsHost host, Func<long, long> map)
    {
        var env = host.CreateEnvironment().SetParallelism(1).SetRestartStrategy(RestartStrategy.None);
        env.FromSequence(1, 10).Map(map).Discard();
        var job = await env.ExecuteAsync("job");
        try
        {
            await job.WaitForEndAsync().WaitAsync(Patience.Limit);
        }
        catch (JobFailedException)
        {
            // Wanted by some.
        }

        return job.JobId;
    }
}
