using FlowActors.Tests.Examples.Nexmark;

namespace FlowActors.Tests.Examples.CommandLine;

public class NexmarkCommandTests
{
    private const string Figures = @"seconds=\d+\.\d{3} events_per_second=\d+\.\d{3} cpu_seconds=\d+\.\d{3}\n";

    [Fact]
    public async Task The_generator_prints_one_line_for_each_repeat()
    {
        var (exitCode, output, error) = await Examples.RunAsync("nexmark --query generator --events 1000 --group 100 --repeat 2");

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Matches($"^(query=generator events=1000 rows=1000 {Figures}){{2}}$", output);
    }

    [Fact]
    public async Task Without_a_file_rows_are_counted_and_each_repeat_prints_one_line()
    {
        var (exitCode, output, error) = await Examples.RunAsync("nexmark --query q17 --events 1000 --repeat 3");

        Assert.Equal((0, ""), (exitCode, Examples.WithoutProgress(error, "q17")));
        Assert.Matches($"^(query=q17 events=1000 rows=920 {Figures}){{3}}$", output);
    }

    [Fact]
    public async Task With_a_file_the_final_rows_are_written_to_it()
    {
        using var folder = new TempFolder();
        var golden = Golden.Of("q17", 2);

        var (exitCode, output, error) = await Examples.RunAsync(
            ["nexmark", "--query", "q17", "--seed", "2", "--group", "1000", "--nodes", "2", "--repeat", "2", "--output", folder["rows.txt"]]);

        Assert.Equal((0, ""), (exitCode, Examples.WithoutProgress(error, "q17")));
        Assert.Matches($"^(query=q17 events=200000 rows={golden.Rows} {Figures}){{2}}$", output);
        Assert.Equal(golden.Md5, Lines.Md5([await File.ReadAllBytesAsync(folder["rows.txt"])]));
        Assert.Equal(["rows.txt"], folder.Files);
    }

    [Fact]
    public async Task No_events_give_no_rows()
    {
        var (exitCode, output, error) = await Examples.RunAsync("nexmark --query q18 --events 0");

        Assert.Equal((0, ""), (exitCode, Examples.WithoutProgress(error, "q18")));
        Assert.Matches($"^query=q18 events=0 rows=0 {Figures}$", output);
    }

    [Fact]
    public async Task Ctrl_C_leaves_no_file_behind()
    {
        using var folder = new TempFolder();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        var (exitCode, output, error) = await Examples.RunAsync(
            ["nexmark", "--query", "q0", "--throttle", "1", "--output", folder["rows.txt"]], cancelled.Token);

        Assert.Equal((130, "", "Cancelled.\n"), (exitCode, output, error));
        Assert.Empty(folder.Files);
    }
}
