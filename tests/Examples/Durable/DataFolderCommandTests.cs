using FlowActors.Examples.CommandLine;
using FlowActors.Tests.Examples.CommandLine;
using Command = FlowActors.Tests.Examples.CommandLine.Examples;

namespace FlowActors.Tests.Examples.Durable;

/// <summary>Commands whose job lies in a data folder.</summary>
public class DataFolderCommandTests
{
    [Fact]
    public async Task Ctrl_C_leaves_a_job_that_goes_on()
    {
        using var folder = new TempFolder();
        string[] arguments = ["nexmark", "--query", "q17", "--events", "20000", "--data", folder["job"], "--checkpoint-interval", "10ms", "--output", folder["rows"]];
        using var interrupt = new CancellationTokenSource();
        var run = Command.RunAsync([.. arguments, "--throttle", "5000"], interrupt.Token);
        await ThereAsync(folder["job"], run);
        await interrupt.CancelAsync();
        var (exitCode, output, error) = await run;
        Assert.Equal((130, ""), (exitCode, output));
        Assert.EndsWith("Stopped. The same command with --resume goes on.\nCancelled.\n", error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["rows"]));

        Refused(await Command.RunAsync(arguments), "holds a job of nexmark already, which has not ended: go on with it by --resume, or name another folder.");
        Refused(await Command.RunAsync([.. arguments, "--resume", "--seed", "9"]), "was started with --seed 1, and --resume is given with --seed 9: give the same.");
        Refused(await Command.RunAsync(["wordcount", "--data", folder["job"], "--resume"]), "holds a job of nexmark, not of wordcount");
        (exitCode, output, error) = await Command.RunAsync([.. arguments, "--resume", "--parallelism", "3"]);

        Assert.True(exitCode == 0, error);
        Assert.Matches(@"^resumed checkpoint=\d+ source_position=\d+\nquery=q17 events=20000 rows=\d+ ", output);
        Assert.Equal(0, (await Command.RunAsync(["nexmark", "--query", "q17", "--events", "20000", "--output", folder["expected"]])).ExitCode);
        Assert.Equal(await File.ReadAllTextAsync(folder["expected"]), await File.ReadAllTextAsync(folder["rows"]));
    }

    [Fact]
    public async Task A_job_that_has_finished_completes_an_output_that_is_missing_and_changes_nothing_else()
    {
        using var folder = new TempFolder();
        string[] arguments = ["wordcount", "--input", folder.Write("text", "b a b"), "--data", folder["job"], "--output", folder["counts"], "--resume"];
        var (exitCode, output, error) = await Command.RunAsync(arguments);
        Assert.True(exitCode == 0, error);
        Assert.StartsWith($"started source_position=0: '{folder["job"]}' holds no job yet\n", output, StringComparison.Ordinal);
        Assert.Equal("a,1\nb,2\n", await File.ReadAllTextAsync(folder["counts"]));

        folder.Write("counts", "as it is");
        (exitCode, output, error) = await Command.RunAsync(arguments);
        Assert.Equal((0, "", $"The job in '{folder["job"]}' has finished already: there is nothing left to read.\n"), (exitCode, output, error));
        Assert.Equal("as it is", await File.ReadAllTextAsync(folder["counts"]));

        File.Delete(folder["counts"]);
        Assert.Equal(0, (await Command.RunAsync(arguments)).ExitCode);
        Assert.Equal("a,1\nb,2\n", await File.ReadAllTextAsync(folder["counts"]));
        Assert.Equal(["counts", "job", "text"], Directory.EnumerateFileSystemEntries(folder[""]).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_job_that_was_stopped_with_a_savepoint_has_no_output_to_complete()
    {
        using var folder = new TempFolder();
        string[] arguments = ["nexmark", "--query", "q1", "--events", "1000", "--data", folder["job"], "--output", folder["rows"]];
        Assert.Equal(0, (await Command.RunAsync([.. arguments, "--savepoint", folder["half"], "--stop-after", "500"])).ExitCode);

        Refused(await Command.RunAsync([.. arguments, "--resume"]), "a job that was stopped with a savepoint is gone on with by --from-savepoint, in another folder.");
        Assert.False(File.Exists(folder["rows"]));
    }

    [Fact]
    public async Task A_job_that_began_with_a_savepoint_does_so_again_before_its_first_checkpoint()
    {
        using var folder = new TempFolder();
        string[] query = ["nexmark", "--query", "q17", "--events", "10000", "--output", folder["rows"]];
        Assert.Equal(0, (await Command.RunAsync([.. query, "--savepoint", folder["half"], "--stop-after", "5000"])).ExitCode);
        string[] arguments = [.. query, "--from-savepoint", folder["half"], "--data", folder["job"], "--checkpoint-interval", "1h"];
        using var interrupt = new CancellationTokenSource();
        using var console = new WatchedWriter("resumed");
        var run = ExamplesCommand.RunAsync([.. arguments, "--throttle", "1"], new ExamplesConsole(console, TextWriter.Null, IsInteractive: false), interrupt.Token);
        await Task.WhenAny(console.Seen, run);
        await interrupt.CancelAsync();
        Assert.Equal(130, await run);

        var (exitCode, output, error) = await Command.RunAsync([.. arguments, "--resume"]);

        Assert.True(exitCode == 0, error);
        Assert.Matches(@"^resumed checkpoint=\d+ source_position=5000\nquery=q17 events=10000 ", output);
        Assert.Equal(0, (await Command.RunAsync(["nexmark", "--query", "q17", "--events", "10000", "--output", folder["expected"]])).ExitCode);
        Assert.Equal(await File.ReadAllTextAsync(folder["expected"]), await File.ReadAllTextAsync(folder["rows"]));
    }

    private static void Refused((int ExitCode, string Output, string Error) run, string expected)
    {
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    // A later one: the first may not be written down in the journal yet.
    private static async Task ThereAsync(string folder, Task run)
    {
        while (!run.IsCompleted && !IsThere()) await Task.Yield();

        bool IsThere()
        {
            try
            {
                return Directory.Exists(folder) && Directory.GetDirectories(folder, "chk-*", SearchOption.AllDirectories).Any(path => !path.EndsWith("chk-1", StringComparison.Ordinal));
            }
            catch (DirectoryNotFoundException)
            {
                return false; // removed meanwhile: there is more to come
            }
        }
    }

    /// <summary>Says when a line that begins so was written.</summary>
    private sealed class WatchedWriter(string beginning) : StringWriter
    {
        private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Seen => _seen.Task;

        public override Task WriteLineAsync(string? value)
        {
            if (value?.StartsWith(beginning, StringComparison.Ordinal) == true) _seen.TrySetResult();
            return base.WriteLineAsync(value);
        }
    }
}
