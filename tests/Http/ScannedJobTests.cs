using System.Net;
using System.Text.Json;

namespace FlowActors.Http.Tests;

/// <summary>Scans beside a job at work: whatever comes and goes, what is there throughout comes exactly once.</summary>
public sealed class ScannedJobTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-").FullName;
    private readonly ChangingJob.FailureOnRequest _fails = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1, "memory", "count", 0)]
    [InlineData(3, "memory", "texts", 0)]
    [InlineData(1, "rocksdb", "count", 3_000)]
    [InlineData(1, "rocksdb", "texts", 3_000)]
    public async Task A_key_that_is_there_throughout_comes_exactly_once(int nodes, string backend, string state, int padding)
    {
        await using var served = await StartAsync(backend, nodes, padding);
        AssertComplete(await ScanAsync(served, $"/jobs/the%20job/state/{state}?limit=170"), isOrdered: false);
        AssertComplete(await ScanAsync(served, $"/jobs/the%20job/operators/changing/state/{state}?limit=1000&from=0"), isOrdered: true);
        var some = await ScanAsync(served, $"/jobs/the%20job/state/{state}?limit=7&from=100&to=130");
        Assert.Equal(Enumerable.Range(100, 30).Select(i => (long)i), some);
    }

    [Theory]
    [InlineData("memory", "")]
    [InlineData("memory", "&from=0")]
    [InlineData("rocksdb", "")]
    public async Task A_scan_goes_on_after_a_restart(string backend, string bounds)
    {
        await using var served = await StartAsync(backend);
        await served.UntilRunningAsync();
        await served.Job.TriggerCheckpointAsync();
        var page = 0;
        var keys = await ScanAsync(served, $"/jobs/the%20job/state/count?limit=100{bounds}", () =>
        {
            _fails.IsWanted |= ++page == 3;
            return Task.CompletedTask;
        });
        AssertComplete(keys, isOrdered: bounds.Length > 0);
        Assert.Single(await served.Job.GetExceptionsAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("&from=0")]
    public async Task A_scan_goes_on_in_a_job_of_that_name_at_another_parallelism(string bounds)
    {
        await using var served = await StartAsync("memory");
        await served.UntilRunningAsync();
        var (page, savepoint) = (0, Path.Combine(_folder, "savepoint"));
        var keys = await ScanAsync(served, $"/jobs/the%20job/state/count?limit=100{bounds}", async () =>
        {
            if (++page != 3) return;
            await served.Job.StopWithSavepointAsync(savepoint);
            await served.Job.WaitForEndAsync();
            await served.Host.SubmitAsync("job", new SavepointRestore(savepoint), new Dictionary<string, string> { ["parallelism"] = "2" }, jobName: "the job");
        });
        AssertComplete(keys, isOrdered: bounds.Length > 0);
    }

    private async Task<ServedHost> StartAsync(string backend, int nodes = 1, int padding = 0)
    {
        var served = await ServedHost.StartAsync(() => new ChangingJob(backend, _fails, padding), nodes, "flowactors.state.memory = 16MiB");
        var staying = string.Join(',', Enumerable.Range(0, ChangingJob.Staying));
        await served.UntilAsync($"/jobs/the%20job/state/count?keys={staying}", json => json.GetProperty("entries").GetArrayLength() == ChangingJob.Staying);
        return served;
    }

    // All pages, and what is done between them.
    private static async Task<List<long>> ScanAsync(ServedHost served, string path, Func<Task>? between = null)
    {
        var keys = new List<long>();
        for (var next = path; ;)
        {
            var page = await served.UntilAsync(next, _ => true);
            keys.AddRange(page.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("key").GetInt64()));
            if (page.GetProperty("cursor").GetString() is not { } cursor) return keys;
            Assert.Equal(Uri.EscapeDataString(cursor), cursor);
            next = $"{path}&cursor={cursor}";
            if (between is not null) await between();
        }
    }

    private static void AssertComplete(List<long> keys, bool isOrdered)
    {
        Assert.Equal(keys.Count, keys.Distinct().Count());
        Assert.Empty(Enumerable.Range(0, ChangingJob.Staying).Select(i => (long)i).Except(keys));
        Assert.All(keys, key => Assert.InRange(key, 0, ChangingJob.Keys - 1));
        if (isOrdered) Assert.Equal(keys.Order(), keys);
    }
}
