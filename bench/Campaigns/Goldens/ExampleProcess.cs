using System.Diagnostics;
using FlowActors.Bench.Harness;

namespace FlowActors.Bench.Campaigns.Goldens;

/// <summary>The examples in a process that may be killed.</summary>
internal sealed class ExampleProcess : IDisposable
{
    private const string Metadata = "_metadata";
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(20);

    // The limit that a host sets itself to start in, as it names it.
    private const string StartLimit = "flowactors.lifecycle.start-timeout";
    private readonly Process _process;
    private readonly string _command;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private ExampleProcess(Process process, string command)
    {
        (_process, _command) = (process, command);
        _output = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    /// <summary>What it has printed; once it has ended.</summary>
    public string Output => _output.Result;

    /// <summary>Starts it.</summary>
    public static ExampleProcess Start(ExamplesProgram program, IReadOnlyList<string> arguments) => new(program.Start(arguments), string.Join(' ', arguments));

    /// <summary>Kills it at a moment.</summary>
    /// <param name="data">The data folder of its job.</param>
    /// <param name="moment">The moment.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>False when it has ended before.</returns>
    public async Task<bool> KillAtAsync(string data, KillMoment moment, CancellationToken cancellationToken)
    {
        // Counted one by one: a process that goes on numbers its own from a higher number than the next.
        var (started, earlier, own) = (Stopwatch.GetTimestamp(), CheckpointsIn(data).ToHashSet(), new HashSet<string>());
        while (own.Count < moment.Checkpoints && !_process.HasExited)
        {
            own.UnionWith(CheckpointsIn(data).Except(earlier));
            if (Stopwatch.GetElapsedTime(started) > s_patience) throw new BenchException($"'{_command}' takes no checkpoints.");
            await Task.Delay(s_look, cancellationToken);
        }

        await Task.Delay(moment.Later, cancellationToken);
        if (_process.HasExited) return false;
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken);
        await _output;
        // It may have come to its end after all.
        return _process.ExitCode != 0;
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>What it has printed.</returns>
    /// <exception cref="NotStartedException">The machine was too busy for it to start.</exception>
    /// <exception cref="BenchException">It failed, or stands still.</exception>
    public async Task<string> EndAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _process.WaitForExitAsync(cancellationToken).WaitAsync(s_patience, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new BenchException($"'{_command}' has not ended after {s_patience.TotalSeconds:F0} s.");
        }

        if (_process.ExitCode == 0) return await _output;
        var error = (await _error).Trim();
        if (error.Contains(StartLimit, StringComparison.Ordinal)) throw new NotStartedException(error);
        throw new BenchException($"'{_command}' ended with exit code {_process.ExitCode}: {error}");
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    // The folders of those whose metadata is there.
    private static IReadOnlyList<string> CheckpointsIn(string data)
    {
        try
        {
            return !Directory.Exists(data) ? [] : [.. Directory.EnumerateFiles(data, Metadata, SearchOption.AllDirectories).Select(file => Path.GetDirectoryName(file)!)];
        }
        catch (DirectoryNotFoundException)
        {
            // Removed meanwhile: a later one is there, or will be.
            return [];
        }
    }
}
