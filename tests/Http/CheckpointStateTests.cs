using System.Net;
using System.Text.Json;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.State;

namespace FlowActors.Http.Tests;

/// <summary>State as it was at a checkpoint, of a job at work.</summary>
public sealed class CheckpointStateTests
{
    private const string Counts = "/jobs/the%20job/operators/counts/state/count";
    private const string Total = "/jobs/the%20job/operators/total/state/total/all";
    private const string At = "consistency=checkpoint";

    // Backends of one process that are given the same share their budget.
    public static TheoryData<int, string, int> Places => new() { { 1, "memory", 16_401 }, { 3, "memory", 16_403 }, { 1, "rocksdb", 16_405 }, { 3, "rocksdb", 32_807 } };

    private static string AllKeys => string.Join(',', Enumerable.Range(0, SumsJob.Keys));

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Counts_of_one_checkpoint_sum_up_to_its_total_whatever_becomes_of_the_job(int nodes, string backend, int kilobytes)
    {
        var failures = new Failures();
        await using var served = await ServedHost.StartAsync(() => new SumsJob(backend, failures), nodes, ConfigurationOf(kilobytes));
        await served.UntilAsync($"{Total}?{At}", _ => true);
        var (last, seen) = (0L, new HashSet<long>());
        while (seen.Count < 6)
        {
            var counts = await GetAsync(served, $"{Counts}?keys={AllKeys}&{At}");
            var checkpoint = counts.GetProperty("checkpoint").GetInt64();
            Assert.True(counts.GetProperty("committed").GetBoolean());
            Assert.False(counts.TryGetProperty("unaligned", out _));
            Assert.True(checkpoint >= last, $"Checkpoint {checkpoint} came after {last}.");
            last = checkpoint;
            var (status, text) = await served.GetAsync($"{Total}?{At}&checkpoint={checkpoint}");
            if (status == HttpStatusCode.Gone) continue;
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Equal(JsonDocument.Parse(text).RootElement.GetProperty("value").GetInt64(), SumOf(counts));
            if (seen.Add(checkpoint) && seen.Count % 2 == 0) failures.Ask();
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_checkpoint_stays_while_it_is_read_page_by_page_and_goes_after_that(int nodes, string backend, int kilobytes)
    {
        // Long enough for a machine on which two checkpoints and three answers take their time.
        await using var served = await ServedHost.StartAsync(() => new SumsJob(backend), nodes, ConfigurationOf(kilobytes + 200).Replace("= 1s", "= 5s", StringComparison.Ordinal));
        await served.UntilAsync($"{Counts}?keys={AllKeys}&{At}", json => json.GetProperty("entries").GetArrayLength() == SumsJob.Keys);
        var read = new List<long>();
        foreach (var bounds in new[] { "", "&from=3&to=17" })
        {
            var page = await GetAsync(served, $"{Counts}?{At}&limit=3{bounds}");
            var checkpoint = page.GetProperty("checkpoint").GetInt64();
            var whole = await GetAsync(served, $"{Counts}?keys={AllKeys}&{At}&checkpoint={checkpoint}");
            var entries = new List<(long, long)>(EntriesOf(page));
            while (page.GetProperty("cursor").GetString() is { } cursor)
            {
                // Two newer ones have taken its place.
                var newer = await GetAsync(served, $"{Total}?{At}");
                await served.UntilAsync($"{Total}?{At}", json => json.GetProperty("checkpoint").GetInt64() > newer.GetProperty("checkpoint").GetInt64());
                page = await GetAsync(served, $"{Counts}?{At}&limit=3&cursor={cursor}{bounds}");
                Assert.Equal(checkpoint, page.GetProperty("checkpoint").GetInt64());
                entries.AddRange(EntriesOf(page));
            }

            var expected = EntriesOf(whole).Where(e => bounds.Length == 0 || e.Item1 is >= 3 and < 17).ToList();
            if (bounds.Length > 0) Assert.Equal(expected, entries);
            else Assert.Equal(expected.Order(), entries.Order());
            read.Add(checkpoint);
        }

        // The leases of the last pages end by themselves.
        foreach (var checkpoint in read)
        {
            while (Directory.Exists(StorageOf(served).Checkpoint(checkpoint).Folder)) await Task.Yield();
            Assert.Equal(HttpStatusCode.Gone, (await served.GetAsync($"{Counts}/1?{At}&checkpoint={checkpoint}")).Status);
        }
    }

    [Fact]
    public async Task Whoever_was_told_the_number_of_a_checkpoint_may_read_more_of_it_though_newer_ones_have_come()
    {
        await using var served = await ServedHost.StartAsync(() => new SumsJob("memory"), 1, ConfigurationOf(16_417).Replace("= 1s", "= 60s", StringComparison.Ordinal));
        await served.UntilAsync($"{Counts}?keys={AllKeys}&{At}", json => json.GetProperty("entries").GetArrayLength() == SumsJob.Keys);
        var total = await GetAsync(served, $"{Total}?{At}");
        var checkpoint = total.GetProperty("checkpoint").GetInt64();
        while (LastOf(served) < checkpoint + 2) await Task.Yield();
        var counts = await GetAsync(served, $"{Counts}?keys={AllKeys}&{At}&checkpoint={checkpoint}");
        Assert.Equal(total.GetProperty("value").GetInt64(), SumOf(counts));
        Assert.Equal(checkpoint, (await GetAsync(served, $"/jobs/the%20job/state?{At}&checkpoint={checkpoint}")).GetProperty("checkpoint").GetInt64());
    }

    [Theory]
    [InlineData("memory", 16_411)]
    [InlineData("rocksdb", 16_413)]
    public async Task A_job_that_was_cancelled_is_read_at_the_checkpoints_that_it_has_kept(string backend, int kilobytes)
    {
        await using var served = await ServedHost.StartAsync(() => new SumsJob(backend), 1, ConfigurationOf(kilobytes, "keep-on-cancel = on"));
        await served.UntilAsync($"{Counts}?keys={AllKeys}&{At}", json => json.GetProperty("entries").GetArrayLength() == SumsJob.Keys);
        await served.Job.CancelAsync();
        await Assert.ThrowsAsync<JobCancelledException>(() => served.Job.WaitForEndAsync());

        var counts = await GetAsync(served, $"{Counts}?keys={AllKeys}&{At}");
        Assert.Equal((await GetAsync(served, $"{Total}?{At}")).GetProperty("value").GetInt64(), SumOf(counts));
        var states = await GetAsync(served, $"/jobs/the%20job/state?{At}");
        Assert.Equal(
            [("counts", "count", "value"), ("counts", "first", "list"), ("counts", "last", "map"), ("total", "total", "value")],
            states.GetProperty("states").EnumerateArray()
                .Select(s => (s.GetProperty("uid").GetString(), s.GetProperty("name").GetString(), s.GetProperty("kind").GetString())));
        Assert.Equal(counts.GetProperty("checkpoint").GetInt64(), states.GetProperty("checkpoint").GetInt64());
        Assert.Equal("[7,27,47]", (await GetAsync(served, $"/jobs/the%20job/state/first/7?{At}")).GetProperty("value").GetRawText());
        var last = (await GetAsync(served, $"/jobs/the%20job/state/last/7?{At}")).GetProperty("value");
        Assert.Equal((await GetAsync(served, $"{Counts}/7?{At}")).GetProperty("value").GetInt64(), last.EnumerateObject().Max(e => e.Value.GetInt64()));
        Assert.Equal(HttpStatusCode.NotFound, (await served.GetAsync($"{Counts}/7")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await served.GetAsync("/jobs/the%20job/state")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await served.GetAsync($"{Counts}/7777?{At}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await served.GetAsync($"/jobs/the%20job/state/hidden/7?{At}")).Status);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task While_the_job_restarts_its_last_checkpoint_is_read(int nodes)
    {
        var failures = new Failures();
        await using var served = await ServedHost.StartAsync(() => new SumsJob("memory", failures, restartsAfter: TimeSpan.FromHours(1)), nodes, ConfigurationOf(16_500 + nodes));
        await served.UntilAsync($"{Counts}?keys={AllKeys}&{At}", json => json.GetProperty("entries").GetArrayLength() == SumsJob.Keys);
        failures.Ask();
        await served.UntilAsync("/jobs", json => json.GetProperty("jobs")[0].GetProperty("status").GetString() == nameof(JobStatus.Restarting));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await served.GetAsync($"{Counts}/1")).Status);
        var counts = await GetAsync(served, $"{Counts}?keys={AllKeys}&{At}");
        Assert.Equal((await GetAsync(served, $"{Total}?{At}")).GetProperty("value").GetInt64(), SumOf(counts));
    }

    [Theory]
    [InlineData("memory", SnapshotForm.Canonical, 16_441)]
    [InlineData("rocksdb", SnapshotForm.Canonical, 16_443)]
    [InlineData("rocksdb", SnapshotForm.Native, 16_445)]
    public async Task A_job_that_was_stopped_is_read_at_its_savepoints_until_they_are_moved(string backend, SnapshotForm form, int kilobytes)
    {
        await using var served = await ServedHost.StartAsync(() => new SumsJob(backend), 1, ConfigurationOf(kilobytes));
        await served.UntilAsync($"{Counts}?keys={AllKeys}&{At}", json => json.GetProperty("entries").GetArrayLength() == SumsJob.Keys);
        var folder = Directory.CreateTempSubdirectory("flowactors-savepoints-").FullName;
        var (first, second) = (Path.Combine(folder, "first"), Path.Combine(folder, "second"));
        await served.Job.TriggerSavepointAsync(first, form);
        var numbers = new List<long> { await SavepointAsync() };
        await served.Job.TriggerSavepointAsync(second, form);
        numbers.Add(await SavepointAsync());
        await served.Job.StopWithSavepointAsync(Path.Combine(folder, "end"), form: form);
        await served.Job.WaitForEndAsync();

        var counts = await GetAsync(served, $"{Counts}?keys={AllKeys}&{At}");
        numbers.Add(counts.GetProperty("checkpoint").GetInt64());
        Assert.Equal((await GetAsync(served, $"{Total}?{At}")).GetProperty("value").GetInt64(), SumOf(counts));
        // Nobody has opened the first one yet.
        Directory.Move(first, Path.Combine(folder, "moved"));
        var (status, text) = await served.GetAsync($"{Total}?{At}&checkpoint={numbers[0]}");
        Assert.Equal(HttpStatusCode.Gone, status);
        Assert.Contains("somebody has moved or deleted it", text, StringComparison.Ordinal);
        foreach (var number in numbers[1..])
        {
            counts = await GetAsync(served, $"{Counts}?keys={AllKeys}&{At}&checkpoint={number}");
            Assert.Equal((await GetAsync(served, $"{Total}?{At}&checkpoint={number}")).GetProperty("value").GetInt64(), SumOf(counts));
        }

        Directory.Delete(folder, recursive: true);

        async Task<long> SavepointAsync() =>
            (await GetAsync(served, "/jobs/the%20job/checkpoints")).GetProperty("latest").GetProperty("savepoint").GetProperty("id").GetInt64();
    }

    // Nobody has resumed it: its code may not even be there.
    [Theory]
    [InlineData("memory", 16_431)]
    [InlineData("rocksdb", 16_433)]
    public async Task A_job_that_an_earlier_process_has_left_is_read_at_its_last_checkpoint(string backend, int kilobytes)
    {
        var folder = Directory.CreateTempSubdirectory("flowactors-").FullName;
        try
        {
            JsonElement before;
            await using (var served = await ServedHost.StartAsync(() => new SumsJob(backend), 1, ConfigurationOf(kilobytes), folder))
                before = await served.UntilAsync($"{Counts}?keys={AllKeys}&{At}", json => json.GetProperty("entries").GetArrayLength() == SumsJob.Keys);

            await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Configuration = ConfigurationOf(kilobytes), DataFolder = folder, ResumesJobs = backend == "memory" });
            await using var server = await FlowActorsHttpServer.StartAsync(host);
            using var http = new HttpClient { BaseAddress = server.Address };
            Assert.Contains(nameof(JobStatus.Suspended), await http.GetStringAsync("/jobs"), StringComparison.Ordinal);
            var counts = JsonDocument.Parse(await http.GetStringAsync($"{Counts}?keys={AllKeys}&{At}")).RootElement;
            Assert.True(counts.GetProperty("checkpoint").GetInt64() >= before.GetProperty("checkpoint").GetInt64());
            Assert.Equal(JsonDocument.Parse(await http.GetStringAsync($"{Total}?{At}")).RootElement.GetProperty("value").GetInt64(), SumOf(counts));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("memory", 16_415)]
    [InlineData("rocksdb", 16_417)]
    public async Task Of_damaged_files_is_told_which(string backend, int kilobytes)
    {
        await using var served = await ServedHost.StartAsync(() => new SumsJob(backend), 1, ConfigurationOf(kilobytes, "keep-on-cancel = on"));
        await served.UntilAsync($"{Counts}?keys={AllKeys}", json => json.GetProperty("entries").GetArrayLength() == SumsJob.Keys);
        var before = LastOf(served);
        // One that has all keys, and that nobody has open.
        while (LastOf(served) < before + 2) await Task.Yield();
        await served.Job.CancelAsync();
        await Assert.ThrowsAsync<JobCancelledException>(() => served.Job.WaitForEndAsync());
        // Which one it is the coordinator knows: another may have been written as the job ended, and is none.
        using var leased = await served.Host.Jobs.CheckpointState.LeaseAsync(served.Job.JobId, null, CancellationToken.None);
        var storage = StorageOf(served);
        var at = storage.Checkpoint(leased.Checkpoint);
        var files = storage.ReadMetadata(at).Vertices.Where(v => v.Operators.Any(o => o.Uid == "counts"))
            .SelectMany(v => v.Handles()).Select(h => at.File(h).Path).Distinct().ToList();
        foreach (var file in files) File.WriteAllBytes(file, new byte[new FileInfo(file).Length]);

        var (status, text) = await served.GetAsync($"{Counts}/7?{At}");
        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.Contains("cannot be read", text, StringComparison.Ordinal);
        Assert.Contains(files, file => text.Contains(Path.GetFileName(file), StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await served.GetAsync("/jobs")).Status);
    }

    [Fact]
    public async Task What_is_no_checkpoint_says_why()
    {
        await using var served = await ServedHost.StartAsync(() => new SumsJob("memory"), 1, ConfigurationOf(16_419));
        var checkpoint = (await served.UntilAsync($"{Total}?{At}", _ => true)).GetProperty("checkpoint").GetInt64();
        while (Directory.Exists(StorageOf(served).Checkpoint(checkpoint).Folder)) await Task.Yield();
        foreach (var (query, expected, reason) in new[]
        {
            ($"{At}&checkpoint={checkpoint}", HttpStatusCode.Gone, "was deleted"),
            ($"{At}&checkpoint=99999999", HttpStatusCode.NotFound, "was ever completed"),
            ($"{At}&checkpoint=0", HttpStatusCode.NotFound, "was ever completed"),
            ($"{At}&checkpoint=last", HttpStatusCode.BadRequest, "'last' is no number"),
            ($"{At}&checkpoint=-1", HttpStatusCode.BadRequest, "'-1' is no number"),
            ("checkpoint=1", HttpStatusCode.BadRequest, "parameter of consistency=checkpoint"),
            ($"{At}&consistency=live", HttpStatusCode.BadRequest, "is no consistency"),
        })
        {
            var (status, text) = await served.GetAsync($"{Total}?{query}");
            Assert.Equal((query, expected), (query, status));
            Assert.Contains(reason, JsonDocument.Parse(text).RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_job_without_a_checkpoint_has_none_to_read()
    {
        await using var served = await ServedHost.StartAsync(() => new SumsJob("memory"), 1, "flowactors.checkpoints.interval = off");
        var (status, text) = await served.GetAsync($"{Total}?{At}");
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("has no checkpoint", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unaligned_checkpoint_is_marked()
    {
        await using var served = await ServedHost.StartAsync(() => new SumsJob("memory", isSlow: true), 1, ConfigurationOf(16_421, "mode = unaligned"));
        await served.UntilAsync($"{Total}?{At}", json => json.TryGetProperty("unaligned", out var unaligned) && unaligned.GetBoolean());
    }

    private static ICheckpointStorage StorageOf(ServedHost served) => served.Host.Cluster.Storage.Checkpoints.Storages.Of(served.Job.JobId);

    // The last one that is complete; 0 for none.
    private static long LastOf(ServedHost served)
    {
        var storage = StorageOf(served);
        return Directory.EnumerateDirectories(Path.GetDirectoryName(storage.Checkpoint(1).Folder)!, "chk-*")
            .Select(f => long.Parse(Path.GetFileName(f).AsSpan("chk-".Length), provider: null))
            .Where(n => File.Exists(storage.Checkpoint(n).Metadata.Path)).DefaultIfEmpty().Max();
    }

    private static string ConfigurationOf(int kilobytes, string checkpoints = "") => $$"""
        flowactors {
          state.memory = {{kilobytes}}KiB
          queries.checkpoint-lease = 1s
          checkpoints {
            interval = 100ms
            {{checkpoints}}
          }
        }
        """;

    private static async Task<JsonElement> GetAsync(ServedHost served, string path)
    {
        var (status, text) = await served.GetAsync(path);
        Assert.True(status == HttpStatusCode.OK, $"{path}: {status} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    private static long SumOf(JsonElement counts) => EntriesOf(counts).Sum(e => e.Value);

    private static IEnumerable<(long Key, long Value)> EntriesOf(JsonElement counts) =>
        counts.GetProperty("entries").EnumerateArray().Select(e => (e.GetProperty("key").GetInt64(), e.GetProperty("value").GetInt64()));
}
