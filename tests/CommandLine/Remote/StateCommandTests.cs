using System.CommandLine;
using System.Text;

namespace FlowActors.CommandLine.Tests.Remote;

/// <summary><c>state ...</c> against an application that runs.</summary>
public sealed class StateCommandTests(ServedCounts served) : IClassFixture<ServedCounts>
{
    [Fact]
    public async Task The_states_are_listed()
    {
        var (exitCode, output, error) = await RunAsync("list", "the job");
        Assert.Equal((0, ""), (exitCode, error));
        Assert.Equal(
            [
                "UID     STATE   KIND   KEYS     ENTRIES  OPERATOR",
                "counts  count   value  string   3        Counts",
                "fixed   fixed   value  string   2        Fixed",
                "maps    prices  map    integer  1        Maps",
            ],
            Lines(output));
        Assert.Contains("\"uid\": \"counts\"", (await RunAsync("list", "the job", "--json")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("floor/2")]
    [InlineData("\"2\"")]
    public async Task What_a_key_has_is_shown(string key)
    {
        Assert.Equal((0, "5\n", ""), await RunAsync("get", "the job", "fixed", key, "--uid", "fixed"));
        var (exitCode, output, _) = await RunAsync("get", "the job", "fixed", key, "--uid", "fixed", "--json");
        Assert.Equal(0, exitCode);
        Assert.Equal($$"""{"key":"{{key.Trim('"')}}","value":5,"attempt":1,"checkpoint":null,"committed":false,"unaligned":false}""", output.TrimEnd());
    }

    [Fact]
    public async Task All_keys_are_scanned_a_line_for_each()
    {
        Assert.Equal((0, "\"2\"\t5\n\"floor/2\"\t5\n", ""), await RunAsync("scan", "the job", "fixed", "--from", "1"));
        Assert.Equal(["\"2\"\t5", "\"floor/2\"\t5"], Lines((await RunAsync("scan", "the job", "fixed")).Output).Order());
        Assert.Equal((0, "{\"key\":\"floor/2\",\"value\":5}\n", ""), await RunAsync("scan", "the job", "fixed", "--uid", "fixed", "--prefix", "f", "--json"));
        Assert.Equal((0, "\"2\"\t5\n", ""), await RunAsync("scan", "the job", "fixed", "--from", "0", "--limit", "1"));
        Assert.Equal((0, "", ""), await RunAsync("scan", "the job", "fixed", "--to", "2"));
        Assert.Equal((0, "5\n", ""), await RunAsync("get", "the job", "fixed", "floor/2"));
    }

    [Fact]
    public async Task Entries_of_a_map_are_shown()
    {
        foreach (var (entry, value) in new[] { ("a,b", 1), ("\"a,b\"", 1), ("7", 2), ("c", 3) })
        {
            Assert.Equal((0, $"{value}\n", ""), await RunAsync("get", "the job", "prices", "1", "--entry", entry));
            Assert.Equal(
                (0, $$"""{"key":1,"entry":"{{entry.Trim('"')}}","value":{{value}},"attempt":1,"checkpoint":null,"committed":false,"unaligned":false}""" + "\n", ""),
                await RunAsync("get", "the job", "prices", "1", "--entry", entry, "--json"));
        }

        Assert.Equal((0, "\"7\"\t2\n\"a,b\"\t1\n\"c\"\t3\n", ""), await RunAsync("scan", "the job", "prices", "--key", "1"));
        Assert.Equal((0, "{\"key\":\"a,b\",\"value\":1}\n", ""), await RunAsync("scan", "the job", "prices", "--key", "1", "--from", "a", "--limit", "1", "--json"));
        Assert.Equal((0, "", ""), await RunAsync("scan", "the job", "prices", "--key", "5"));
        Assert.Equal((1, "", "There is no such key: State 'prices' has no entry x under the key 1.\n"), await RunAsync("get", "the job", "prices", "1", "--entry", "x"));
        Assert.StartsWith("The state has no entries: ", (await RunAsync("get", "the job", "fixed", "2", "--entry", "x")).Error, StringComparison.Ordinal);
        Assert.StartsWith("The state has no entries: ", (await RunAsync("scan", "the job", "fixed", "--key", "2")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task State_is_shown_as_it_was_at_a_checkpoint()
    {
        var checkpoint = await served.CheckpointAsync();
        Assert.Equal((0, "5\n", ""), await RunAsync("get", "the job", "fixed", "2", "--consistency", "checkpoint"));
        var (exitCode, output, _) = await RunAsync("get", "the job", "fixed", "2", "--consistency", "checkpoint", "--checkpoint", $"{checkpoint}", "--json");
        Assert.Equal(0, exitCode);
        Assert.Equal($$"""{"key":"2","value":5,"attempt":null,"checkpoint":{{checkpoint}},"committed":true,"unaligned":false}""", output.TrimEnd());
        Assert.Equal((0, "\"2\"\t5\n\"floor/2\"\t5\n", ""), await RunAsync("scan", "the job", "fixed", "--from", "0", "--consistency", "checkpoint"));
        Assert.Equal(
            [
                "UID     STATE   KIND   KEYS     ENTRIES  OPERATOR", "counts  count   value  string   3        Counts", "fixed   fixed   value  string   2        Fixed",
                "maps    prices  map    integer  1        Maps",
            ],
            Lines((await RunAsync("list", "the job", "--consistency", "checkpoint")).Output));
        Assert.StartsWith("There is no such checkpoint", (await RunAsync("list", "the job", "--consistency", "checkpoint", "--checkpoint", "999")).Error, StringComparison.Ordinal);
        Assert.StartsWith("There is no such checkpoint", (await RunAsync("get", "the job", "fixed", "2", "--consistency", "checkpoint", "--checkpoint", "999")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_watched_until_it_is_enough()
    {
        foreach (var (isJson, key) in new[] { (false, "1"), (true, "3") })
        {
            using var enough = new CancellationTokenSource();
            var output = new ToldLines(line =>
            {
                if (line.Contains('7', StringComparison.Ordinal)) enough.Cancel();
                else ServedCounts.Value = 7;
            });
            var (exitCode, error) = await RunAsync(output, ["watch", "the job", "count", key, .. isJson ? ["--json"] : Array.Empty<string>()], enough.Token);
            ServedCounts.Value = 1;
            Assert.Equal((0, ""), (exitCode, error));
            Assert.Equal(
                isJson
                    ? ["""{"event":"message","data":{"key":"3","value":1,"attempt":1,"committed":false}}""", """{"event":"message","data":{"key":"3","value":7,"attempt":1,"committed":false}}"""]
                    : ["1", "7"],
                output.All);
            while ((await RunAsync("get", "the job", "count", "3")).Output != "1\n") await Task.Yield();
        }
    }

    [Theory]
    [InlineData("There is no such key: State 'count' has nothing under the key 9.", "get", "the job", "count", "9")]
    [InlineData("There is no such job: There is no job with the id or the name 'none'. GET /jobs lists those that there are.", "get", "none", "count", "9")]
    [InlineData("There is no such job: ", "list", "none")]
    [InlineData("There is no such job: ", "watch", "none", "count", "9")]
    [InlineData("There is no such operator: ", "watch", "the job", "count", "9", "--uid", "none")]
    [InlineData("There is no such state: ", "get", "the job", "none", "9")]
    public async Task What_is_refused_is_told(string expected, params string[] arguments)
    {
        var (exitCode, output, error) = await RunAsync(arguments);
        Assert.Equal((1, ""), (exitCode, output));
        Assert.StartsWith(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_name_is_refused_without_words_of_the_code()
    {
        var (exitCode, _, error) = await RunAsync("list", "");
        Assert.Equal(1, exitCode);
        Assert.StartsWith("What was given cannot be asked for: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list", "the job")]
    [InlineData("get", "the job", "count", "1")]
    [InlineData("scan", "the job", "count")]
    [InlineData("watch", "the job", "count", "1")]
    public async Task A_server_that_is_not_there_is_named(params string[] arguments)
    {
        var address = $"http://127.0.0.1:{FreePorts.Take(1)[0]}";
        var error = new StringWriter();
        var exitCode = await Root().Parse(["state", .. arguments, "--at", address]).InvokeAsync(new InvocationConfiguration { Error = error, EnableDefaultExceptionHandler = false });
        Assert.Equal(1, exitCode);
        Assert.StartsWith($"The server cannot be reached: {address}/ cannot be reached: ", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--checkpoint ID goes with --consistency checkpoint.", "get", "j", "s", "k", "--checkpoint", "3")]
    [InlineData("--checkpoint ID goes with --consistency checkpoint.", "list", "j", "--checkpoint", "3")]
    [InlineData("--checkpoint 'x' is no number of a checkpoint: a whole number from 1 to 9223372036854775807.", "get", "j", "s", "k", "--consistency", "checkpoint", "--checkpoint", "x")]
    [InlineData("--checkpoint '-1' is no number of a checkpoint: a whole number from 1 to 9223372036854775807.", "list", "j", "--consistency", "checkpoint", "--checkpoint=-1")]
    [InlineData("--limit '0' is no number of entries: a whole number from 1 to 2147483647.", "scan", "j", "s", "--limit", "0")]
    [InlineData("--limit 'x' is no number of entries: a whole number from 1 to 2147483647.", "scan", "j", "s", "--limit", "x")]
    [InlineData("--limit '2147483648' is no number of entries: a whole number from 1 to 2147483647.", "scan", "j", "s", "--limit", "2147483648")]
    [InlineData("--at 'nowhere' is no address of HTTP: as http://127.0.0.1:8081.", "list", "j", "--at", "nowhere")]
    public void Wrong_arguments_are_refused(string expected, params string[] arguments) =>
        Assert.Equal(expected, Assert.Single(Root().Parse(["state", .. arguments]).Errors).Message);

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var output = new StringWriter { NewLine = "\n" };
        var (exitCode, error) = await RunAsync(output, arguments, default);
        return (exitCode, output.ToString(), error);
    }

    private async Task<(int ExitCode, string Error)> RunAsync(TextWriter output, string[] arguments, CancellationToken cancellationToken)
    {
        var error = new StringWriter { NewLine = "\n" };
        var configuration = new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false };
        return (await Root().Parse(["state", .. arguments, "--at", served.Address]).InvokeAsync(configuration, cancellationToken), error.ToString());
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static RootCommand Root()
    {
        var root = new RootCommand();
        root.AddFlowActors();
        return root;
    }

    /// <summary>Tells of each line as it is written.</summary>
    private sealed class ToldLines(Action<string> tell) : StringWriter
    {
        public List<string> All { get; } = [];

        public override Encoding Encoding => Encoding.UTF8;

        public override Task WriteLineAsync(string? value)
        {
            All.Add(value!);
            tell(value!);
            return Task.CompletedTask;
        }
    }
}
