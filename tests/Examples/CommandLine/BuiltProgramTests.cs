using System.Diagnostics;

namespace FlowActors.Tests.Examples.CommandLine;

/// <summary>The program as its users start it.</summary>
public class BuiltProgramTests
{
    [Fact]
    public async Task Standard_input_is_counted_too()
    {
        using var program = Start("wordcount", "--input", "-", "--top", "1");
        await program.StandardInput.WriteAsync("a b b\nc b");
        program.StandardInput.Close();

        var (exitCode, output, error) = await EndAsync(program);

        Assert.Equal((0, "wordcount: 0.0 MB"), (exitCode, error.Split(Environment.NewLine)[0]));
        Assert.Equal(["word", "count", "1", "b", "3"], output.Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task An_error_has_its_exit_code_and_no_stack_trace()
    {
        using var program = Start("wordcount", "--input", "no-such-file");

        var (exitCode, output, error) = await EndAsync(program);

        Assert.Equal((1, ""), (exitCode, output));
        Assert.StartsWith("Input 'no-such-file' does not exist", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_cancels_the_job_and_exits_cleanly()
    {
        if (OperatingSystem.IsWindows()) return; // there Ctrl-C goes to a console, not to a process

        using var folder = new TempFolder();
        using var program = Start("nexmark", "--query", "q0", "--events", "1000000000", "--throttle", "1000", "--output", folder["rows"], "--verbose");
        while (await program.StandardError.ReadLineAsync() is { } line && !line.Contains("starts attempt 1", StringComparison.Ordinal))
        {
        }

        using var kill = Process.Start("kill", ["-INT", $"{program.Id}"]);
        var (exitCode, output, error) = await EndAsync(program);

        Assert.Equal((130, ""), (exitCode, output));
        Assert.EndsWith("Cancelled.", error.TrimEnd(), StringComparison.Ordinal);
        Assert.Empty(folder.Files);
    }

    [Fact]
    public async Task Ctrl_C_while_the_cluster_starts_leaves_nothing_behind()
    {
        if (OperatingSystem.IsWindows()) return; // there Ctrl-C goes to a console, not to a process

        using var folder = new TempFolder();
        using var watcher = new FileSystemWatcher(folder[""]) { EnableRaisingEvents = true };
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        watcher.Created += (_, _) => begun.TrySetResult();
        using var program = Start("nexmark", "--query", "q0", "--events", "1000000000", "--throttle", "1000", "--output", folder["rows"]);
        await begun.Task;

        using var kill = Process.Start("kill", ["-INT", $"{program.Id}"]);
        var (exitCode, output, error) = await EndAsync(program);

        Assert.Equal((130, "", "Cancelled."), (exitCode, output, error.TrimEnd()));
        Assert.Empty(folder.Files);
    }

    private static Process Start(params string[] arguments) => Process.Start(
        new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "FlowActors.Examples.dll"), .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;

    private static async Task<(int ExitCode, string Output, string Error)> EndAsync(Process program)
    {
        var output = program.StandardOutput.ReadToEndAsync();
        var error = program.StandardError.ReadToEndAsync();
        await program.WaitForExitAsync();
        return (program.ExitCode, await output, await error);
    }
}
