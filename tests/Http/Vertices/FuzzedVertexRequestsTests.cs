using System.Net.Sockets;
using System.Text;
using CsCheck;

namespace FlowActors.Http.Tests.Vertices;

/// <summary>Whatever is asked of vertices, metrics and what holds a job back, it is answered, and the job goes on.</summary>
public sealed class FuzzedVertexRequestsTests : IAsyncLifetime
{
    private static readonly string[] s_segments =
    [
        "", "0", "1", "4", "-1", "1.5", "99999999999999999999", "kept", "sums", "none", "numRecordsIn", "min", "max,avg", "0,1", "0,,2", "1-2", "NaN", "%00", "%", "%zz", "%c3%28", "..", "%2f", "ä", "\u0001", ";", "*",
        "%0d%0aX:1", new('9', 300), new('x', 3_000),
    ];

    private static readonly string[] s_parts = ["subtasks", "backpressure", "watermarks", "metrics", "why", "vertices"];

    private static readonly string[] s_names = ["get", "agg", "subtasks", "longerThanMs", "", "%00", "g%65t", "what"];

    private static readonly Gen<string> s_segment = Gen.OneOf(OneOf(s_segments), OneOf(s_segments), Gen.String[0, 8].Select(s => s.Replace(' ', '+')));

    private static readonly Gen<string> s_path = Gen.OneOf(
        Gen.Select(s_segment, OneOf(s_parts)).Select(p => $"/jobs/the%20job/vertices/{p.Item1}/{p.Item2}"),
        OneOf(s_parts).Select(p => $"/jobs/the%20job/vertices/1/{p}"),
        Gen.Select(s_segment, OneOf(s_parts)).Select(p => $"/jobs/{p.Item1}/{p.Item2}"),
        OneOf(s_parts).Select(p => $"/jobs/the%20job/{p}"));

    private static readonly Gen<string> s_query = Gen.Select(OneOf(s_names), s_segment).Select(q => $"{q.Item1}={q.Item2}").Array[0, 4].Select(q => q.Length == 0 ? "" : "?" + string.Join('&', q));

    private ServedHost _served = null!;

    public async Task InitializeAsync()
    {
        _served = await ServedHost.StartAsync(() => new StatesJob("memory"));
        await _served.UntilAsync("/jobs/the%20job/vertices/kept", json => json.GetProperty("recordsIn").GetInt64() == StatesJob.Numbers);
    }

    public async Task DisposeAsync() => await _served.DisposeAsync();

    [Fact]
    public async Task Every_request_is_answered_and_the_job_goes_on()
    {
        Seeded.Check(Gen.Select(OneOf("GET", "GET", "GET", "HEAD", "POST"), s_path, s_query), request => Ask(request.Item1, request.Item2 + request.Item3), iterations: 800);
        Assert.Equal(JobStatus.Running, await _served.Job.GetStatusAsync());
        Assert.Empty(await _served.Job.GetExceptionsAsync());
    }

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private void Ask(string method, string target)
    {
        using var client = new TcpClient("127.0.0.1", _served.Http.BaseAddress!.Port);
        using var stream = client.GetStream();
        // What the line of a request cannot hold is no request of HTTP: lines and spaces.
        var line = target.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal).Replace(' ', '+');
        stream.Write(Encoding.UTF8.GetBytes($"{method} {line} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var answer = reader.ReadToEnd();
        var status = answer.Split(' ') is ["HTTP/1.1", var code, ..] ? int.Parse(code, provider: null) : 0;
        Assert.True(status is >= 200 and < 500, $"{method} {line}: {answer}");
    }
}
