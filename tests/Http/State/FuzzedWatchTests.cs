using System.Net.Sockets;
using System.Text;
using CsCheck;

namespace FlowActors.Http.Tests.State;

/// <summary>Whatever is watched, by clients that go at any time: it is answered, and nothing is left behind.</summary>
public sealed class FuzzedWatchTests
{
    private static readonly Gen<string> s_key = Gen.OneOf(
        OneOf("1", "-1", "x", "", "%2f", "%00", "%zz", "%22x%22", "{}", "[]", "null", "watch", "9223372036854775808", "1e400", "..", new string('7', 3_000)),
        Gen.Int[0, WatchedJob.Keys].Select(key => $"{key}"));

    private static readonly Gen<string> s_path = Gen.Select(s_key, OneOf("value", "list", "map", "none", "watch")).Select((key, state) => (key, state)).SelectMany(p => OneOf(
        $"/state/{p.state}/{p.key}/watch",
        $"/operators/follow/state/{p.state}/{p.key}/watch",
        $"/state/{p.state}/watch?key={p.key}",
        $"/operators/follow/state/{p.state}/watch?key={p.key}&numbers=text",
        $"/operators/follow/state/{p.state}/watch?keys={p.key}",
        $"/state/{p.state}/{p.key}/watch?consistency={p.key}&key={p.key}"));

    [Theory]
    [InlineData(1, "memory", 0)]
    [InlineData(3, "memory", 1)]
    [InlineData(1, "rocksdb", 2)]
    public async Task Every_request_is_answered_and_nothing_is_left(int nodes, string backend, int part)
    {
        var steps = new Steps { Value = 1 };
        await using var served = await ServedHost.StartAsync(() => new WatchedJob(steps, backend, TimeSpan.Zero), nodes, "flowactors.state.memory = 18MiB");
        for (var key = 0; key < WatchedJob.Keys; key++) await served.UntilAsync($"/jobs/the%20job/state/value/{key}", json => json.GetProperty("value").GetInt64() == 1);
        Seeded.Check(
            s_path,
            path =>
            {
                steps.Value++;
                Ask(served.Http.BaseAddress!.Port, $"/jobs/the%20job{path}");
            },
            iterations: 160,
            first: part * 160);
        while (served.Host.Jobs.Watches.Count > 0) await Task.Yield();
        Assert.Equal(JobStatus.Running, await served.Job.GetStatusAsync());
        Assert.Empty(await served.Job.GetExceptionsAsync());
    }

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    // It goes once it has read how it is answered.
    private static void Ask(int port, string target)
    {
        using var client = new TcpClient("127.0.0.1", port);
        using var stream = client.GetStream();
        stream.Write(Encoding.UTF8.GetBytes($"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var line = reader.ReadLine();
        Assert.True(line?.Split(' ') is ["HTTP/1.1", var code, ..] && int.Parse(code, provider: null) is >= 200 and < 500, $"{target}: {line}");
    }
}
