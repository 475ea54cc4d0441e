using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using FlowActors.Examples.CommandLine;
using FlowActors.Tests.Examples.CommandLine;

namespace FlowActors.Tests.Examples.Demo;

public sealed partial class DemoTests
{
    [Theory]
    [InlineData("memory")]
    [InlineData("rocksdb")]
    public async Task It_prints_lines_that_work_and_ends_when_it_is_told_to(string state)
    {
        using var folder = new TempFolder();
        using var ended = new CancellationTokenSource();
        using var output = new AwaitedText("Ctrl-C");
        using var error = new StringWriter();
        var run = ExamplesCommand.RunAsync(
            ["demo", "--http", "0", "--rate", "50000", "--state", state, "--state-memory", "16MiB", "--savepoints", folder["savepoints"]], new ExamplesConsole(output, TextWriter.Synchronized(error), IsInteractive: false), ended.Token);
        var printed = await Task.WhenAny(output.Written, Failing(run)) is Task<string> text ? await text : "";
        var lines = Curl().Matches(printed).Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(3, lines.Count);
        using var http = new HttpClient();
        foreach (var line in lines) await AnswerAsync(http, line, json => json.EnumerateObject().First().Value.ToString().Length > 2);
        var all = await AnswerAsync(http, lines[1], json => json.GetProperty("value").GetInt64() > 10_000);
        Assert.Equal("all", all.GetProperty("key").GetString());
        var some = await AnswerAsync(http, lines[2], json => json.GetProperty("entries").GetArrayLength() == 3);
        Assert.Equal([1000, 1001, 1002], some.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("key").GetInt64()));

        using var savepoint = await http.PostAsJsonAsync(new Uri(new Uri(lines[0]), "/jobs/demo/savepoints"), new { target = "first" });
        Assert.Equal(HttpStatusCode.Accepted, savepoint.StatusCode);
        await AnswerAsync(http, $"{new Uri(new Uri(lines[0]), "/savepoints")}", json => json.GetProperty("savepoints").GetArrayLength() == 1);

        await ended.CancelAsync();
        Assert.Equal((0, ""), (await run, error.ToString()));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var (exitCode, _, error) = await CommandLine.Examples.RunAsync($"demo --http {port}");
        Assert.Equal(1, exitCode);
        Assert.Contains($"The HTTP port {port} of 127.0.0.1 cannot be used", error, StringComparison.Ordinal);
    }

    private static async Task<string> Failing(Task<int> run) => throw new InvalidOperationException($"The demo has ended with {await run}.");

    // Until there is enough of it: the test's time limit is the end of it.
    private static async Task<JsonElement> AnswerAsync(HttpClient http, string address, Func<JsonElement, bool> isThere)
    {
        while (true)
        {
            using var response = await http.GetAsync(address);
            if (response.StatusCode != HttpStatusCode.OK) continue;
            using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            if (isThere(json.RootElement)) return json.RootElement.Clone();
        }
    }

    [GeneratedRegex("curl '?(http://[^'\n]+)")]
    private static partial Regex Curl();

    /// <summary>Text that somebody waits for: all that was written once a line has come that holds something.</summary>
    private sealed class AwaitedText(string sign) : StringWriter
    {
        private readonly TaskCompletionSource<string> _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Written => _written.Task;

        public override async Task WriteLineAsync(string? value)
        {
            await base.WriteLineAsync(value);
            if (value?.Contains(sign, StringComparison.Ordinal) == true) _written.TrySetResult(ToString());
        }
    }
}
