using System.Net.Sockets;
using System.Text;
using CsCheck;

namespace FlowActors.Http.Tests.Server;

/// <summary>Whatever comes over a connection, the server lives on and so does the job.</summary>
public sealed class RawSocketsTests : IAsyncLifetime
{
    private static readonly string[] s_lines =
    [
        "GET /jobs HTTP/1.1", "GET /jobs", "GET  /jobs HTTP/1.1", "POST /jobs HTTP/1.1", "GET http://evil/ HTTP/1.1", "CONNECT evil:443 HTTP/1.1", "OPTIONS * HTTP/1.1", "GET /jobs HTTP/9.9",
        "PRI * HTTP/2.0", "\u0016\u0003\u0001\u0002", "", "\0\0\0", $"GET /{new string('x', 40_000)} HTTP/1.1", "GET /%ZZ HTTP/1.1", "GET /\u0001 HTTP/1.1", "get /jobs HTTP/1.1", "{}",
    ];

    private static readonly string[] s_headers =
    [
        "Host: localhost", "Host: localhost", "Host: evil", "Host:", "Host", ": x", "Content-Length: 10", "Content-Length: -1", "Content-Length: 99999999999999999999", "Content-Length: 1\r\nContent-Length: 2",
        "Transfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 3", "Transfer-Encoding: what", "Content-Type: application/json", "Connection: close", "Connection: upgrade\r\nUpgrade: websocket",
        "Expect: 100-continue", $"X: {new string('y', 40_000)}", "X: \0", " folded", "Authorization: Bearer ", "X-Api-Key: \u00e9", "Accept-Encoding: \u0001", "Range: bytes=0-",
    ];

    private static readonly string[] s_bodies = ["", "{}", "0\r\n\r\n", "5\r\nhello\r\n0\r\n\r\n", "FFFFFFFFFFFF\r\n", "zz\r\n", "\r\n\r\n", "GET /jobs HTTP/1.1\r\nHost: localhost\r\n\r\n"];

    private static readonly Gen<byte[]> s_request = Gen.Select(
        OneOf(s_lines), OneOf(s_headers).Array[0, 6], OneOf(s_bodies), Gen.Int[0, 8],
        (line, headers, body, cut) =>
        {
            var text = Encoding.Latin1.GetBytes($"{line}\r\n{string.Concat(headers.Select(h => h + "\r\n"))}\r\n{body}");
            return cut == 0 ? text[..(text.Length / 2)] : text;
        });

    private ServedHost _served = null!;

    public async Task InitializeAsync()
    {
        _served = await ServedHost.StartAsync(() => new StatesJob("memory"), configuration: "flowactors.http { header-timeout = 1s, connections-max = 64 }");
        await _served.UntilAsync("/jobs/the%20job/operators/kept/state/count/7", json => json.GetProperty("value").GetInt64() == StatesJob.Numbers / StatesJob.Keys);
    }

    public async Task DisposeAsync() => await _served.DisposeAsync();

    [Fact]
    public async Task Anything_that_is_sent_is_survived()
    {
        Seeded.Check(Gen.OneOf(s_request, Gen.Byte.Array[0, 200]), Send, iterations: 400);
        await AssertLives();
    }

    [Fact]
    public async Task Connections_that_say_nothing_hold_nobody_up()
    {
        var silent = Enumerable.Range(0, 200).Select(_ => Connect()).ToList();
        foreach (var client in silent.Where((_, i) => i % 3 == 0)) TrySend(client, "GET /jobs HT"u8.ToArray());
        foreach (var client in silent) client.Dispose();
        // The server hears of it in its own time.
        while (true)
        {
            try
            {
                if ((await _served.GetAsync("/health")).Status == System.Net.HttpStatusCode.OK) break;
            }
            catch (HttpRequestException)
            {
                // There was no room for one more connection yet.
            }
        }

        await AssertLives();
    }

    private static Gen<string> OneOf(string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private async Task AssertLives()
    {
        Assert.Equal(System.Net.HttpStatusCode.OK, (await _served.GetAsync("/jobs/the%20job/state")).Status);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await _served.GetAsync("/health/ready")).Status);
        Assert.Equal(JobStatus.Running, await _served.Job.GetStatusAsync());
        Assert.Empty(await _served.Job.GetExceptionsAsync());
    }

    private TcpClient Connect() => new("127.0.0.1", _served.Http.BaseAddress!.Port);

    // Says all, and that there is no more: the server ends the connection, with an answer or without, and none of its answers is a fault of its own.
    private void Send(byte[] request)
    {
        using var client = Connect();
        using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
        TrySend(client, request);
        try
        {
            client.Client.Shutdown(SocketShutdown.Send);
            var answer = reader.ReadToEnd();
            Assert.True(!answer.StartsWith("HTTP/1.1 5", StringComparison.Ordinal) || answer.StartsWith("HTTP/1.1 505", StringComparison.Ordinal), answer);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // It was closed while we spoke.
        }
    }

    private static void TrySend(TcpClient client, byte[] bytes)
    {
        try
        {
            client.GetStream().Write(bytes);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // It was closed while we spoke.
        }
    }
}
