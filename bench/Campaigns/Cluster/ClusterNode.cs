using System.Diagnostics;
using System.Globalization;
using FlowActors.Bench.CommandLine;
using FlowActors.Bench.Harness;
using FlowActors.Client;

namespace FlowActors.Bench.Campaigns.Cluster;

/// <summary>A node, whose process is started, killed, frozen, and started again.</summary>
internal sealed class ClusterNode(ClusterOrder order, ClusterNetwork network) : IDisposable
{
    private static readonly TimeSpan s_start = TimeSpan.FromMinutes(3);
    private Process? _process;
    private TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ClusterOrder Order => order;

    public string Name => order.Name;

    /// <summary>Where it is asked over HTTP.</summary>
    public Uri Http { get; } = new($"http://{order.Host}:{order.HttpPort}/");

    /// <summary>Asks it.</summary>
    public FlowActorsClient Client { get; } = new(new HttpClient { BaseAddress = new Uri($"http://{order.Host}:{order.HttpPort}/"), Timeout = TimeSpan.FromSeconds(5) });

    /// <summary>Whether its process runs.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Whether its process stands still.</summary>
    public bool IsFrozen { get; private set; }

    /// <summary>Which of all starts its last one was, from 1: a smaller one is an older member.</summary>
    public int Started { get; private set; }

    /// <summary>Whether it is to be there: it has been started, and not been drained.</summary>
    public bool IsWanted { get; set; }

    /// <summary>Whether the campaign has killed it.</summary>
    public bool WasKilled { get; private set; }

    /// <summary>With what its process has ended; null while it runs.</summary>
    public int? ExitCode => _process is { HasExited: true } ? _process.ExitCode : null;

    /// <summary>Where its log is.</summary>
    public string Log => Path.Combine(order.Folder, "logs", $"node-{order.Index}.log");

    /// <summary>Starts its process.</summary>
    /// <param name="start">Which of all starts it is.</param>
    public void Start(int start)
    {
        _process?.Dispose();
        (Started, IsWanted, WasKilled, IsFrozen, _ready) = (start, true, false, false, new(TaskCreationOptions.RunContinuationsAsynchronously));
        Directory.CreateDirectory(Path.GetDirectoryName(Log)!);
        var info = network.StartOf(order.Index, Environment.ProcessPath!, [.. CaseProcess.Program(), CampaignCommand.Name, CampaignCommand.ClusterWorkerName, order.ToJson()]);
        (info.RedirectStandardInput, info.RedirectStandardOutput, info.RedirectStandardError) = (true, true, true);
        // What is killed leaves no files of debuggers behind.
        info.Environment["DOTNET_EnableDiagnostics"] = "0";
        var process = new Process { StartInfo = info, EnableRaisingEvents = true };
        // As others write to the log of their own run only.
        var (log, ready) = (new LogFile(Log), _ready);
        log.Write(string.Create(CultureInfo.InvariantCulture, $"---- started at {DateTimeOffset.UtcNow:HH:mm:ss.fff}"));
        process.OutputDataReceived += (_, e) =>
        {
            if (e.Data == ClusterWorker.Ready) ready.TrySetResult();
        };
        process.ErrorDataReceived += (_, e) =>
        {
            if (e.Data is not null) log.Write(e.Data);
        };
        process.Exited += (_, _) => ready.TrySetException(new BenchException($"node {Name} ended with exit code {process.ExitCode} as it started"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;
    }

    /// <summary>Waits until it takes jobs.</summary>
    /// <exception cref="BenchException">It has ended instead, or does neither.</exception>
    public async Task UntilReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _ready.Task.WaitAsync(s_start, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new BenchException($"node {Name} has not started after {s_start.TotalSeconds} s");
        }
    }

    /// <summary>Ends it as kill -9 does.</summary>
    public async Task KillAsync()
    {
        if (_process is not { HasExited: false } process) return;
        WasKilled = true;
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Has its process stand still, and go on.</summary>
    public void Freeze(bool stands)
    {
        if (_process is not { HasExited: false } process) return;
        using var kill = Process.Start("kill", [stands ? "-STOP" : "-CONT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        IsFrozen = stands;
    }

    /// <summary>Waits until its process has ended.</summary>
    public Task UntilEndedAsync(CancellationToken cancellationToken) => _process!.WaitForExitAsync(cancellationToken);

    public void Dispose()
    {
        Client.Dispose();
        if (_process is { HasExited: false } process) process.Kill();
        _process?.Dispose();
    }

    private sealed class LogFile(string path)
    {
        private readonly Lock _lock = new();

        public void Write(string line)
        {
            lock (_lock) File.AppendAllText(path, line + "\n");
        }
    }
}
