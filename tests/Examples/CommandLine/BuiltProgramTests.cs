using System.Diagnostics;
using FlowActors.Examples.CommandLine;

namespace FlowActors.Tests.Examples.CommandLine;

/// <summary>The program as its users start it.</summary>
public sealed class BuiltProgramTests : IDisposable
{
    private const long InterruptBit = 1 << 1;
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(1);
    private static readonly string ProgramPath = Path.Combine(AppContext.BaseDirectory, "FlowActors.Examples.dll");
    private readonly List<Process> _started = [];

    public void Dispose()
    {
        foreach (var program in _started)
        {
            if (!program.HasExited) program.Kill(entireProcessTree: true);
            program.Dispose();
        }
    }

    [Fact]
    public async Task A_run_leaves_nothing_in_the_folder_where_it_was_started()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["text"], "a b b");
        var (exitCode, output, error) = await EndAsync(StartIn(folder[""], "dotnet", ProgramPath, "wordcount", "--input", "text", "--top", "1"));

        Assert.True(exitCode == 0, error);
        Assert.Contains("b", output, StringComparison.Ordinal);
        Assert.Equal([folder["text"]], Directory.EnumerateFileSystemEntries(folder[""]));
    }

    [Fact]
    public async Task What_the_cluster_says_as_it_starts_and_stops_stays_out_of_the_programs_output()
    {
        var (exitCode, output, error) = await EndAsync(Start("nexmark", "--query", "q0", "--events", "1000", "--nodes", "2"));

        Assert.True(exitCode == 0, error);
        Assert.Matches(@"^query=q0 events=1000 rows=\d+ [^\r\n]*\r?\n$", output);
        // A machine that is slow shows progress.
        Assert.All(error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries), line => Assert.StartsWith("q0: ", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Standard_input_is_counted_too()
    {
        var program = Start("wordcount", "--input", "-", "--top", "1");
        await program.StandardInput.WriteAsync("a b b\nc b");
        program.StandardInput.Close();

        var (exitCode, output, error) = await EndAsync(program);

        Assert.Equal((0, "wordcount: 0.0 MB"), (exitCode, error.Split(Environment.NewLine)[0]));
        Assert.Equal(["word", "count", "1", "b", "3"], output.Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task An_error_has_its_exit_code_and_no_stack_trace()
    {
        var program = Start("wordcount", "--input", "no-such-file");

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
        var program = Start("nexmark", "--query", "q0", "--events", "1000000000", "--throttle", "1000", "--output", folder["rows"], "--verbose");
        while (await program.StandardError.ReadLineAsync().WaitAsync(Hang) is { } line && !line.Contains("starts attempt 1", StringComparison.Ordinal))
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
        var program = Start("nexmark", "--query", "q0", "--events", "1000000000", "--throttle", "1000", "--output", folder["rows"]);
        await begun.Task.WaitAsync(Hang);

        using var kill = Process.Start("kill", ["-INT", $"{program.Id}"]);
        var (exitCode, output, error) = await EndAsync(program);

        Assert.Equal((130, "", "Cancelled."), (exitCode, output, error.TrimEnd()));
        Assert.Empty(folder.Files);
    }

    [Fact]
    public async Task A_run_whose_output_nobody_reads_any_more_ends_as_other_programs_do()
    {
        if (OperatingSystem.IsWindows()) return; // there nobody tells

        var program = Start("nexmark", "--query", "generator", "--events", "1000", "--repeat", "1000000000");
        Assert.StartsWith("query=generator", await program.StandardOutput.ReadLineAsync().WaitAsync(Hang), StringComparison.Ordinal);
        program.StandardOutput.Close();
        var error = program.StandardError.ReadToEndAsync();
        await program.WaitForExitAsync().WaitAsync(Hang);

        Assert.Equal((141, ""), (program.ExitCode, await error));
    }

    [Theory]
    [InlineData("wordcount --top 1")]
    [InlineData("wordcount --help")]
    [InlineData("nexmark --query q0 --events 1000")]
    public async Task A_standard_output_that_is_full_is_told(string commandLine)
    {
        if (!OperatingSystem.IsLinux()) return; // elsewhere there is no device that is always full

        var (exitCode, _, error) = await EndAsync(StartIn("", InShell("> /dev/full", commandLine.Split(' '))));

        Assert.Equal(1, exitCode);
        Assert.EndsWith(
            "Standard output cannot be written: No space left on device. Make room where it leads to, or lead it elsewhere, and run again.",
            error.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_standard_error_that_is_full_takes_nothing_from_the_results()
    {
        if (!OperatingSystem.IsLinux()) return; // elsewhere there is no device that is always full

        using var folder = new TempFolder();
        folder.Write("text", "a b b");
        var (exitCode, output, _) = await EndAsync(StartIn("", InShell("2> /dev/full", "wordcount", "--input", folder["text"], "--top", "1")));
        Assert.Equal(0, exitCode);
        Assert.Equal(["word", "count", "1", "b", "2"], output.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

        (exitCode, _, _) = await EndAsync(StartIn("", InShell("2> /dev/full", "wordcount", "--input", "no-such-file")));
        Assert.Equal(1, exitCode);
    }

    [Fact]
    public async Task What_a_killed_run_left_behind_is_removed_by_the_next_and_what_a_live_one_writes_is_not()
    {
        using var folder = new TempFolder();
        using var watcher = new FileSystemWatcher(folder[""]) { EnableRaisingEvents = true };
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        watcher.Created += (_, _) => begun.TrySetResult();
        var program = Start("nexmark", "--query", "q0", "--events", "1000000000", "--throttle", "1000", "--output", folder["rows"], "--verbose");
        await begun.Task.WaitAsync(Hang);

        // It may not have locked its file yet; once it says something, it has.
        await program.StandardError.ReadLineAsync().WaitAsync(Hang);
        using (var other = OutputFile.Begin(folder["rows"])) other.Write(stream => stream.Write("whole"u8));
        Assert.Contains(folder.Files, name => name != "rows");

        program.Kill();
        await program.WaitForExitAsync().WaitAsync(Hang);
        Assert.Contains(folder.Files, name => name != "rows");
        var (exitCode, _, _) = await EndAsync(Start("nexmark", "--query", "q0", "--events", "1000", "--output", folder["rows"]));
        Assert.Equal(0, exitCode);
        Assert.Equal(["rows"], folder.Files);
    }

    private static string[] InShell(string redirection, params string[] arguments) =>
        ["sh", "-c", $"exec \"$@\" {redirection}", "sh", "dotnet", ProgramPath, .. arguments];

    private Process Start(params string[] arguments) => StartIn("", ["dotnet", ProgramPath, .. arguments]);

    private Process StartIn(string folder, params string[] command)
    {
        if (IgnoresInterrupts()) command = ["env", "--default-signal=INT", .. command];
        var program = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        _started.Add(program);
        return program;
    }

    /// <summary>A shell starts what it puts in the background with Ctrl-C ignored, and children inherit that.</summary>
    private static bool IgnoresInterrupts() => OperatingSystem.IsLinux()
        && File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is var ignored
        && (Convert.ToInt64(ignored["SigIgn:".Length..].Trim(), 16) & InterruptBit) != 0;

    private static async Task<(int ExitCode, string Output, string Error)> EndAsync(Process program)
    {
        var output = program.StandardOutput.ReadToEndAsync();
        var error = program.StandardError.ReadToEndAsync();
        await program.WaitForExitAsync().WaitAsync(Hang);
        return (program.ExitCode, await output, await error);
    }
}
