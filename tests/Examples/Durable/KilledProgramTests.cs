using System.Globalization;
using System.Text.RegularExpressions;
using FlowActors.Tests.Examples.CommandLine;
using FlowActors.Tests.Examples.Nexmark;

namespace FlowActors.Tests.Examples.Durable;

/// <summary>A process that is killed while it works, and another one that goes on: the rows are those that were published.</summary>
public sealed partial class KilledProgramTests
{
    [Theory]
    [InlineData("q1")]
    [InlineData("q17")]
    [InlineData("q18")]
    [InlineData("q1", "--state", "rocksdb", "--state-memory", "16MiB")]
    [InlineData("q17", "--state", "rocksdb", "--state-memory", "16MiB")]
    [InlineData("q18", "--state", "rocksdb", "--state-memory", "16MiB")]
    public async Task A_query_that_was_killed_goes_on_and_gives_the_published_rows(string query, params string[] state)
    {
        using var folder = new TempFolder();
        var golden = Golden.Of(query, seed: 1);
        string[] arguments = ["nexmark", "--query", query, "--data", folder["job"], "--checkpoint-interval", "200ms", "--output", folder["rows.txt"], .. state];
        using (var killed = new ExampleProgram([.. arguments, "--throttle", "50000"])) await killed.KillWithCheckpointAsync(folder["job"]);
        Assert.False(File.Exists(folder["rows.txt"]));

        using var resumed = new ExampleProgram([.. arguments, "--resume"]);
        var (exitCode, output, error) = await resumed.EndAsync();

        Assert.True(exitCode == 0, error);
        var match = Resumed().Match(output);
        Assert.True(match.Success, output);
        Assert.InRange(long.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture), 1, golden.Events - 1);
        Assert.Contains($"events={golden.Events} rows={golden.Rows} ", output, StringComparison.Ordinal);
        Assert.Equal(golden.Md5, Lines.Md5([await File.ReadAllBytesAsync(folder["rows.txt"])]));
        Assert.Equal(["job", "rows.txt"], Directory.EnumerateFileSystemEntries(folder[""]).Select(Path.GetFileName).Order());
    }

    [GeneratedRegex(@"^resumed checkpoint=(\d+) source_position=(\d+)\n")]
    private static partial Regex Resumed();
}
