using System.Diagnostics;
using System.Text;
using FlowActors.Bench.CommandLine;
using FlowActors.Bench.Harness;
using FlowActors.Client;

namespace FlowActors.Bench.Cluster;

/// <summary>A node of a cluster in a process of its own, which may be killed.</summary>
internal sealed class ClusterNode : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);
    private readonly Process _process;
    private readonly StringBuilder _log = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="order">What it is to be.</param>
    /// <param name="flow">Gets what its sinks say.</param>
    /// <param name="logged">Gets each line of its log, and when it came, by the machine's monotonic clock.</param>
    public ClusterNode(NodeOrder order, RecordFlow flow, Action<string, long> logged)
    {
        (Name, Client) = ($"127.0.0.1:{order.Port}", new FlowActorsClient(new Uri($"http://127.0.0.1:{order.Http}")));
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(Environment.ProcessPath!, [.. CaseProcess.Program(), ClusterNodeCommand.Name, order.ToJson()])
            {
                RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            },
            EnableRaisingEvents = true,
        };
        _process.OutputDataReceived += (_, e) =>
        {
            if (e.Data == ClusterNodeCommand.Ready) _ready.TrySetResult();
            else if (e.Data is { } line && FlowMark.TryParse(line) is { } mark) flow.Add(mark);
        };
        _process.ErrorDataReceived += (_, e) =>
        {
            if (e.Data is not { } line) return;
            logged(line, Stopwatch.GetTimestamp());
            lock (_log) _log.AppendLine(line);
        };
        _process.Exited += (_, _) => _ready.TrySetException(new BenchException($"Node {Name} has ended."));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>How other nodes call it.</summary>
    public string Name { get; }

    /// <summary>Asks it.</summary>
    public FlowActorsClient Client { get; }

    public bool IsAlive => !_process.HasExited;

    /// <summary>What it has logged.</summary>
    public string Log
    {
        get
        {
            lock (_log) return _log.ToString();
        }
    }

    /// <summary>The processor time of its process, all threads.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Waits until it takes jobs.</summary>
    public Task UntilReadyAsync(CancellationToken cancellationToken) => _ready.Task.WaitAsync(s_patience, cancellationToken);

    /// <summary>Kills it, as kill -9 does.</summary>
    /// <returns>When, by the machine's monotonic clock.</returns>
    public async Task<long> KillAsync(CancellationToken cancellationToken)
    {
        var at = Stopwatch.GetTimestamp();
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken);
        return at;
    }

    public void Dispose()
    {
        Client.Dispose();
        if (IsAlive)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
