using FlowActors.Tests.Examples.CommandLine;
using FlowActors.Tests.Examples.Nexmark;
using Command = FlowActors.Tests.Examples.CommandLine.Examples;

namespace FlowActors.Tests.Examples.Durable;

/// <summary>Commands that stop with a savepoint, and others that begin with it.</summary>
public class SavepointCommandTests
{
    private const string Counts = "a,4\nb,4\nc,4\nd,4\n";

    [Theory]
    [InlineData("q1", 1, 2, 5)]
    [InlineData("q17", 2, 5, 2)]
    [InlineData("q18", 1, 2, 5)]
    [InlineData("q1", 1, 2, 5, "native", "rocksdb", "rocksdb")]
    [InlineData("q17", 2, 5, 2, "native", "rocksdb", "rocksdb")]
    [InlineData("q18", 1, 2, 5, "native", "rocksdb", "rocksdb")]
    [InlineData("q17", 1, 2, 3, "canonical", "rocksdb", "memory")]
    [InlineData("q18", 2, 3, 2, "canonical", "memory", "rocksdb")]
    public async Task A_query_stops_exactly_where_it_should_and_goes_on_at_another_parallelism(
        string query, long seed, int before, int after, string format = "canonical", string from = "memory", string to = "memory")
    {
        using var folder = new TempFolder();
        var golden = Golden.Of(query, seed);
        string[] arguments = ["nexmark", "--query", query, "--seed", $"{seed}", "--group", $"{golden.Group}", "--output", folder["rows.txt"], "--state-memory", "16MiB"];
        var (exitCode, output, error) = await Command.RunAsync(
            [.. arguments, "--state", from, "--parallelism", $"{before}", "--savepoint", folder["half"], "--savepoint-format", format, "--stop-after", "77777"]);
        Assert.True(exitCode == 0, error);
        Assert.Equal($"stopped savepoint={folder["half"]} source_position=77777\n", output);
        Assert.False(File.Exists(folder["rows.txt"]));
        Assert.True(File.Exists(Path.Combine(folder["half"], "_metadata")));

        (exitCode, output, error) = await Command.RunAsync([.. arguments, "--state", to, "--parallelism", $"{after}", "--from-savepoint", folder["half"]]);

        Assert.True(exitCode == 0, error);
        Assert.Matches($@"^resumed checkpoint=\d+ source_position=77777\nquery={query} events=200000 rows={golden.Rows} ", output);
        Assert.Equal(golden.Md5, Lines.Md5([await File.ReadAllBytesAsync(folder["rows.txt"])]));
        Assert.Equal(["half", "rows.txt"], Entries(folder));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(7, false, "native")]
    [InlineData(16, false)] // all there are
    [InlineData(9, true, "canonical")]
    public async Task Words_are_counted_up_to_any_so_many_lines_and_from_there_on(int lines, bool hasData, string? format = null)
    {
        using var folder = new TempFolder();
        folder.Write("one", "a\nb\nc\nd\na\nb\nc\nd\n");
        folder.Write("two", "a\nb\nc\nd\na\nb\nc\nd\n");
        string[] arguments = ["wordcount", "--input", folder["one"], folder["two"], "--output", folder["counts"], "--parallelism", "2"];
        var (exitCode, output, error) = await Command.RunAsync(
            [.. arguments, "--savepoint", folder["half"], "--stop-after", $"{lines}", .. hasData ? ["--data", folder["job"]] : Array.Empty<string>(), .. format is null ? Array.Empty<string>() : ["--savepoint-format", format]]);
        Assert.True(exitCode == 0, error);
        Assert.Equal($"stopped savepoint={folder["half"]} source_position={lines}\n", output);
        Assert.Contains(format == "native" ? "\"form\": \"Native\"" : "\"form\": \"Canonical\"", await File.ReadAllTextAsync(Path.Combine(folder["half"], "_metadata")), StringComparison.Ordinal);
        Assert.False(File.Exists(folder["counts"]));

        (exitCode, output, error) = await Command.RunAsync([.. arguments, "--from-savepoint", folder["half"]]);

        Assert.True(exitCode == 0, error);
        Assert.Matches($@"^resumed checkpoint=\d+ source_position={lines}\n", output);
        Assert.Equal(Counts, await File.ReadAllTextAsync(folder["counts"]));
    }

    [Theory]
    [InlineData("--query", "q2")]
    [InlineData("--query", "q1", "--seed", "2")]
    [InlineData("--query", "q1", "--events", "3000")]
    public async Task A_savepoint_of_another_query_or_other_events_is_refused(params string[] others)
    {
        using var folder = new TempFolder();
        string[] first = ["nexmark", "--query", "q1", "--events", "2000"];
        Assert.Equal(0, (await Command.RunAsync([.. first, "--savepoint", folder["half"], "--stop-after", "500"])).ExitCode);

        string[] events = others.Contains("--events") ? [] : ["--events", "2000"];
        var (exitCode, _, error) = await Command.RunAsync(["nexmark", .. others, .. events, "--from-savepoint", folder["half"]]);

        Assert.Equal(1, exitCode);
        Assert.Contains("(uid 'source q1 seed=1 group=1 rate=10000 events=2000') has state in it, and no operator of the job has that uid", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counts_that_are_printed_only_survive_too()
    {
        using var folder = new TempFolder();
        folder.Write("one", "a\nb\na\n");
        Assert.Equal(0, (await Command.RunAsync(["wordcount", "--input", folder["one"], "--savepoint", folder["half"], "--stop-after", "2"])).ExitCode);

        var (exitCode, output, error) = await Command.RunAsync(["wordcount", "--input", folder["one"], "--from-savepoint", folder["half"]]);

        Assert.True(exitCode == 0, error);
        Assert.Equal(["word", "count", "1", "a", "2", "2", "b", "1"], output.Split('\n', 2)[1].Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_stream_that_is_read_to_its_last_event_stands_still_there_and_one_that_is_shorter_ends()
    {
        using var folder = new TempFolder();
        var (exitCode, output, _) = await Command.RunAsync(
            ["nexmark", "--query", "q1", "--events", "1000", "--savepoint", folder["all"], "--stop-after", "1000"]);
        Assert.Equal((0, $"stopped savepoint={folder["all"]} source_position=1000\n"), (exitCode, output));

        (exitCode, output, var error) = await Command.RunAsync(
            ["nexmark", "--query", "q1", "--events", "1000", "--savepoint", folder["none"], "--stop-after", "1001", "--output", folder["rows"]]);

        Assert.Equal((0, "The input ended before: the job has ended as usual, and no savepoint was made.\n"), (exitCode, Command.WithoutProgress(error, "q1")));
        Assert.Matches("^query=q1 events=1000 rows=920 ", output);
        Assert.Equal(["all", "rows"], Entries(folder));
    }

    [Fact]
    public async Task A_job_that_was_drained_has_nothing_left_to_read_and_its_output_is_completed()
    {
        using var folder = new TempFolder();
        string[] arguments = ["nexmark", "--query", "q17", "--events", "10000", "--output", folder["rows"]];
        var (exitCode, output, error) = await Command.RunAsync([.. arguments, "--savepoint", folder["half"], "--stop-after", "1000", "--drain"]);
        Assert.True(exitCode == 0, error);
        Assert.Equal($"stopped savepoint={folder["half"]} source_position=1000\n", output);
        Assert.False(File.Exists(folder["rows"]));

        (exitCode, output, error) = await Command.RunAsync([.. arguments, "--from-savepoint", folder["half"]]);

        Assert.True(exitCode == 0, error);
        Assert.Matches(@"^resumed checkpoint=\d+ source_position=1000\n", output);
        var whole = await Command.RunAsync(["nexmark", "--query", "q17", "--events", "1000", "--output", folder["expected"]]);
        Assert.Equal(0, whole.ExitCode);
        Assert.Equal(await File.ReadAllTextAsync(folder["expected"]), await File.ReadAllTextAsync(folder["rows"]));
    }

    [Fact]
    public async Task A_savepoint_is_written_only_where_nothing_is()
    {
        using var folder = new TempFolder();
        folder.Write("file", "");
        Assert.Contains($"--savepoint '{folder["file"]}' is a file: ", await ErrorOfAsync(folder["file"]), StringComparison.Ordinal);
        Assert.Contains($"--savepoint '{folder[""].TrimEnd('/')}' is not empty: ", await ErrorOfAsync(folder[""]), StringComparison.Ordinal);

        static async Task<string> ErrorOfAsync(string savepoint)
        {
            var (exitCode, _, error) = await Command.RunAsync(["nexmark", "--query", "q1", "--savepoint", savepoint, "--stop-after", "5"]);
            Assert.Equal(1, exitCode);
            return error;
        }
    }

    private static IEnumerable<string?> Entries(TempFolder folder) => Directory.EnumerateFileSystemEntries(folder[""]).Select(Path.GetFileName).Order();
}
