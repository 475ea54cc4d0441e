using System.Net.Sockets;
using System.Text;
using CsCheck;
using FlowActors.Http.State;
using FlowActors.State.Scans;

namespace FlowActors.Http.Tests;

/// <summary>Whatever is asked, it is answered: with what was asked for or with what is wrong, and the job goes on.</summary>
/// <param name="nodes">How many nodes there are.</param>
/// <param name="backend">Where the state is.</param>
/// <param name="part">Which of the three parts of the requests are asked.</param>
public abstract class FuzzedRequestsTests(int nodes, string backend, int part) : IAsyncLifetime
{
    private static readonly string[] s_segments =
    [
        "", "jobs", "the%20job", "none", "operators", "kept", "sums", "texts", "state", "count", "reduce", "places", "numbers", "names", "hidden", "_timers", "1", "-1", "1.5", "1e400", "NaN", "null", "true", "checkpoint", "live",
        "9223372036854775808", "%22x%22", "{}", "[]", "%7B%22name%22:%22x%22,%22floor%22:1%7D", "%7B%22name%22:%22x%22,%22floor%22:1,%22floor%22:2%7D", "..", ".", "%2e%2e", "%2f", "%7B%22%5Cud800%22:1%7D", "%5c", "%00", "%", "%zz", "%c3%28", "%ed%a0%80", "ä",
        "\u0001", ";", "*", "a,b,,c", "%0d%0aX:1", new('x', 3_000),
    ];

    private static readonly string[] s_names = ["key", "keys", "entry", "entries", "numbers", "consistency", "checkpoint", "limit", "cursor", "from", "to", "prefix", "", "%00", "k%65y"];

    private static readonly Gen<string> s_segment = Gen.OneOf(OneOf(s_segments), OneOf(s_segments), Gen.String[0, 8].Select(s => s.Replace(' ', '+')));

    private static readonly Gen<string> s_path = Gen.OneOf(
        s_segment.Array[0, 9].Select(s => "/" + string.Join('/', s)),
        s_segment.Select(key => $"/jobs/the%20job/state/numbers/{key}"),
        s_segment.Select(key => $"/jobs/the%20job/operators/sums/state/reduce/{key}"),
        s_segment.Select(key => $"/jobs/the%20job/state/names/{key}"),
        Gen.Const("/jobs/the%20job/state/places/1"),
        Gen.Const("/jobs/the%20job/operators/kept/state/count"),
        Gen.Const("/jobs/the%20job/state/numbers"),
        Gen.Const("/jobs/the%20job/operators/texts/state/count"),
        Gen.Const("/jobs/the%20job/operators/sums/state/reduce"));

    // As nobody has given them, of scans that there are.
    private static readonly Gen<string> s_madeUp = Gen.Select(Gen.Int[0, ushort.MaxValue], Gen.Byte.Array[0, 20], Gen.Bool, Gen.Bool, Gen.Long).Select((group, key, hasKey, isOrdered, id) =>
        $"/jobs/the%20job/state/numbers?limit=3{(isOrdered ? "&from=1" : "")}&cursor=" +
        new ScanCursor(id, new ScanPosition(group % (isOrdered ? 1 << 16 : 200), hasKey ? key : null)).Write(["the job", "kept", "numbers", null, isOrdered ? "1" : null, null]));

    private static readonly Gen<string> s_query = Gen.Select(OneOf(s_names), s_segment).Select(q => $"{q.Item1}={q.Item2}").Array[0, 5].Select(q => q.Length == 0 ? "" : "?" + string.Join('&', q));

    private ServedHost _served = null!;

    public async Task InitializeAsync()
    {
        _served = await ServedHost.StartAsync(() => new StatesJob(backend), nodes, "flowactors.state.memory = 17MiB");
        await _served.UntilAsync("/jobs/the%20job/operators/kept/state/count/7", json => json.GetProperty("value").GetInt64() == StatesJob.Numbers / StatesJob.Keys);
    }

    public async Task DisposeAsync() => await _served.DisposeAsync();

    [Fact]
    public async Task Every_request_is_answered_and_the_job_goes_on()
    {
        Seeded.Check(Gen.Select(OneOf("GET", "GET", "GET", "HEAD", "POST", "DELETE", "WHAT"), s_path, s_query), request => Ask(request.Item1, request.Item2 + request.Item3), iterations: 500, first: part * 500);
        Assert.Equal(JobStatus.Running, await _served.Job.GetStatusAsync());
        Assert.Empty(await _served.Job.GetExceptionsAsync());
    }

    [Fact]
    public void Every_cursor_that_is_made_up_is_answered() => Seeded.Check(s_madeUp, target => Ask("GET", target, below: 300), iterations: 100, first: part * 100);

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private void Ask(string method, string target, int below = 500)
    {
        using var client = new TcpClient("127.0.0.1", _served.Http.BaseAddress!.Port);
        using var stream = client.GetStream();
        // What the line of a request cannot hold is no request of HTTP: lines and spaces.
        var line = target.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal).Replace(' ', '+');
        stream.Write(Encoding.UTF8.GetBytes($"{method} {line} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var answer = reader.ReadToEnd();
        var status = answer.Split(' ') is ["HTTP/1.1", var code, ..] ? int.Parse(code, provider: null) : 0;
        Assert.True(status >= 200 && status < below, $"{method} {line}: {answer}");
    }
}

public sealed class FuzzedRequestsOnOneNode() : FuzzedRequestsTests(1, "memory", 0);

public sealed class FuzzedRequestsOnThreeNodes() : FuzzedRequestsTests(3, "memory", 1);

public sealed class FuzzedRequestsOnRocksDb() : FuzzedRequestsTests(1, "rocksdb", 2);
