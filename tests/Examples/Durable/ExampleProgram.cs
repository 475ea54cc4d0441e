using System.Diagnostics;

namespace FlowActors.Tests.Examples.Durable;

/// <summary>The program in a process of its own, which a test may kill.</summary>
internal sealed class ExampleProgram : IDisposable
{
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(2);
    private static readonly string ProgramPath = Path.Combine(AppContext.BaseDirectory, "FlowActors.Examples.dll");
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    public ExampleProgram(params string[] arguments)
    {
        _process = Process.Start(new ProcessStartInfo("dotnet", [ProgramPath, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _output = _process.StandardOutput.ReadToEndAsync();
        _error = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>
    /// Kills the process as soon as there is a checkpoint to go on from: when the metadata of a later one are there, as the first one may not be written
    /// down in the journal yet.
    /// </summary>
    public async Task KillWithCheckpointAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        using var watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true };
        var isThere = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // Whatever happens there is a reason to look: of folders that were made just now not everything is heard.
        watcher.Created += (_, _) => Look();
        watcher.Renamed += (_, _) => Look();
        watcher.EnableRaisingEvents = true;
        Look();
        await Task.WhenAny(isThere.Task, _process.WaitForExitAsync()).WaitAsync(Hang);
        Assert.True(!_process.HasExited, $"It ended before: {(_process.HasExited ? await _error : "")}");
        _process.Kill(); // SIGKILL
        await _process.WaitForExitAsync().WaitAsync(Hang);

        void Look()
        {
            try
            {
                var checkpoints = Directory.EnumerateFiles(folder, "_metadata", SearchOption.AllDirectories).Select(file => Path.GetFileName(Path.GetDirectoryName(file)));
                if (checkpoints.Any(name => name != "chk-1")) isThere.TrySetResult();
            }
            catch (DirectoryNotFoundException)
            {
                // Removed meanwhile: there is more to come.
            }
        }
    }

    /// <summary>Waits for the end.</summary>
    public async Task<(int ExitCode, string Output, string Error)> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Hang);
        return (_process.ExitCode, await _output, await _error);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
