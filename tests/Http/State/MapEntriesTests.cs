using System.Net;
using System.Text.Json;
using FlowActors.Client;
using FlowActors.Client.State;

namespace FlowActors.Http.Tests.State;

/// <summary>The map of one key, entry by entry, live and at a checkpoint; and what has slashes in its path.</summary>
public sealed class MapEntriesTests
{
    private const string Texts = "/jobs/the%20job/operators/kept/state/texts";
    private const string Named = "/jobs/the%20job/state/named";
    private const string At = "consistency=checkpoint";

    [Theory]
    [InlineData("memory", 1, 16_421)]
    [InlineData("rocksdb", 3, 32_823)]
    public async Task A_map_that_is_larger_than_an_answer_is_read_entry_by_entry(string backend, int nodes, int kilobytes)
    {
        await using var served = await ServedHost.StartAsync(() => new MapsJob(backend), nodes, $"flowactors.state.memory = {kilobytes}KiB");
        await served.UntilAsync($"{MapsJob.Last}&{At}", _ => true);
        foreach (var at in new[] { "", $"&{At}" })
        {
            await served.UntilAsync($"{Texts}?key=1&entry={MapsJob.Entries - 1}{at}", _ => true);
            await served.UntilAsync($"{Texts}?key=0&entry={MapsJob.Entries}{at}", _ => true);
            await CheckAsync(served, at);
        }

        await CheckRefusedAsync(served);
        await CheckSlashesAsync(served);
        await CheckClientAsync(served);
    }

    private static async Task CheckAsync(ServedHost served, string at)
    {
        var one = await served.UntilAsync($"{Texts}/1?entry=7{at}", _ => true);
        Assert.Equal((1, 7, MapsJob.ValueOf(7)), (one.GetProperty("key").GetInt64(), one.GetProperty("entry").GetInt64(), one.GetProperty("value").GetString()));
        Assert.Equal(at.Length > 0, one.GetProperty("committed").GetBoolean());
        Assert.True(one.TryGetProperty(at.Length > 0 ? "checkpoint" : "attempt", out _));
        foreach (var query in new[] { $"{Texts}/1?entries=11,10,7", $"{Texts}?key=1&entry=11&entry=10&entry=7" })
            Assert.Equal([11L, 7], EntriesOf(await served.UntilAsync($"{query}{at}", _ => true)));

        // More than 512 KiB in all.
        foreach (var (bounds, expected) in new (string, Func<long, bool>)[] { ("limit=1000", _ => true), ("limit=7&from=1990&to=2007", n => n >= 1990), ("from=-5&to=3", n => n < 3) })
        {
            foreach (var key in new[] { 0, 1 })
            {
                var entries = await PagesAsync(served, $"{Texts}/{key}?{bounds}{at}");
                Assert.Equal(Enumerable.Range(0, MapsJob.Entries + 1).Select(n => (long)n).Where(n => (n % 10 == 0) == (key == 0)).Where(expected), entries);
            }
        }

        Assert.Equal(["n0", "n1", "n2", "n3"], (await served.UntilAsync($"{Named}?key=1&prefix=n&limit=10{at}", _ => true)).GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("key").GetString()));
        Assert.Equal(1000m, (await served.UntilAsync($"{Named}/0?entry=%22a/b%22{at}", _ => true)).GetProperty("value").GetDecimal());
        Assert.Empty(EntriesOf(await served.UntilAsync($"{Texts}/5?limit=10{at}", _ => true)));
        await RefusedAsync(served, $"{Texts}/1?entry=10{at}", HttpStatusCode.NotFound, "has no entry 10 under the key 1");
        await RefusedAsync(served, $"{Texts}/5?entry=10{at}", HttpStatusCode.NotFound, "has no entry 10 under the key 5");
        await RefusedAsync(served, $"{Texts}/1?{at.TrimStart('&')}", HttpStatusCode.RequestEntityTooLarge, "A large map is read by its entries: ?key=JSON&limit=100.");
    }

    private static async Task CheckRefusedAsync(ServedHost served)
    {
        await RefusedAsync(served, $"{Texts}/1?entry=%22x%22", HttpStatusCode.BadRequest, "Of the entries of state 'texts' of operator 'kept': \"x\" is no whole number");
        await RefusedAsync(served, $"{Texts}/1?entry=x", HttpStatusCode.BadRequest, "'x' is no JSON");
        await RefusedAsync(served, $"{Texts}/1?prefix=1", HttpStatusCode.BadRequest, "only texts have something that they begin with");
        await RefusedAsync(served, $"{Texts}/1?entry=1&limit=2", HttpStatusCode.BadRequest, "'limit' is no parameter where entries are named");
        await RefusedAsync(served, $"{Texts}?key=1&key=2&limit=2", HttpStatusCode.BadRequest, "'limit' is no parameter where several keys are named");
        await RefusedAsync(served, $"{Texts}?entry=1", HttpStatusCode.BadRequest, "name it, ?key=JSON");
        await RefusedAsync(served, "/jobs/the%20job/state/counts?key=%22last%22&limit=2", HttpStatusCode.BadRequest, "is no map");
        await RefusedAsync(served, "/jobs/the%20job/state/counts/", HttpStatusCode.BadRequest, "ask for an empty key as JSON, ?key=\"\"");
        var page = await served.UntilAsync($"{Texts}/1?limit=2", _ => true);
        await RefusedAsync(served, $"{Texts}/0?limit=2&cursor={page.GetProperty("cursor").GetString()}", HttpStatusCode.BadRequest, "It goes on with the same job");
        await RefusedAsync(served, $"{Texts}?limit=2&cursor={page.GetProperty("cursor").GetString()}", HttpStatusCode.BadRequest, "It goes on with the same job");
    }

    private static async Task CheckSlashesAsync(ServedHost served)
    {
        foreach (var (operatorPath, name) in new[] { ("/operators/by%2Frest", "counts"), ("/operators/by%2frest", "counts%2F%252Fall"), ("", "counts%2f%252Fall") })
        {
            var found = await served.UntilAsync($"/jobs/the%20job{operatorPath}/state/{name}/2%2Fof%203%252F", _ => true);
            Assert.Equal("2/of 3%2F", found.GetProperty("key").GetString());
        }

        await RefusedAsync(served, "/jobs/the%20job/operators/by%252Frest/state/counts/last", HttpStatusCode.NotFound, "with the uid 'by%2Frest'");
    }

    private static async Task CheckClientAsync(ServedHost served)
    {
        using var client = new FlowActorsClient(served.Http.BaseAddress!);
        var maps = client.Job("the job").MapState<long, long, string>("kept", "texts");
        foreach (var state in new[] { maps, maps.AtCheckpoint() })
        {
            Assert.Equal(MapsJob.ValueOf(7), (await state.GetEntryAsync(1, 7))!.Value);
            Assert.Null(await state.GetEntryAsync(1, 10));
            Assert.Equal([7L, 9], (await state.GetEntriesAsync(1, [7, 8 * 10, 9])).Entries.Select(e => e.Key).Order());
            var all = new List<KeyValuePair<long, string>>();
            await foreach (var entry in state.ScanEntriesAsync(1)) all.Add(entry);
            Assert.Equal(Enumerable.Range(0, MapsJob.Entries).Where(n => n % 10 > 0).Select(n => (long)n), all.Select(e => e.Key));
            Assert.All(all, e => Assert.Equal(MapsJob.ValueOf(e.Key), e.Value));
            var some = new List<long>();
            await foreach (var page in state.ScanEntryPagesAsync(1, new StateScan<long> { From = 100, To = 130, PageSize = 4 })) some.AddRange(page.Entries.Select(e => e.Key));
            Assert.Equal(27, some.Count);
        }
    }

    private static async Task<List<long>> PagesAsync(ServedHost served, string path)
    {
        var entries = new List<long>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await served.UntilAsync(cursor.Length == 0 ? path : $"{path}&cursor={cursor}", _ => true);
            entries.AddRange(EntriesOf(page));
            cursor = page.GetProperty("cursor").GetString();
        }

        return entries;
    }

    private static IEnumerable<long> EntriesOf(JsonElement page) => page.GetProperty("entries").EnumerateArray().Select(e =>
    {
        var entry = e.GetProperty("key").GetInt64();
        Assert.Equal(MapsJob.ValueOf(entry), e.GetProperty("value").GetString());
        return entry;
    });

    private static async Task RefusedAsync(ServedHost served, string path, HttpStatusCode status, string detail)
    {
        var (found, text) = await served.GetAsync(path);
        Assert.True(found == status, $"{path}: {found} {text}");
        Assert.Contains(detail, JsonDocument.Parse(text).RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
