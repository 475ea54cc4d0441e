using System.Diagnostics;
using System.Globalization;
using FlowActors.Bench.CommandLine;
using FlowActors.Bench.Harness;

namespace FlowActors.Bench.Campaigns.Memory;

/// <summary>What the process has told.</summary>
/// <param name="Checkpoint">Its last checkpoint.</param>
/// <param name="Filled">Its keys that have a value.</param>
/// <param name="Records">The values that it has written.</param>
/// <param name="ManagedBytes">What the garbage collector had of the system when it came by last.</param>
internal readonly record struct MemoryLine(long Checkpoint, long Filled, long Records, long ManagedBytes);

/// <summary>The process whose memory is measured.</summary>
internal sealed class MemoryProcess : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);
    private readonly Process _process;

    private MemoryProcess(Process process) => _process = process;

    public static MemoryProcess Start(MemoryOrder order)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [.. CaseProcess.Program(), CampaignCommand.Name, CampaignCommand.MemoryWorkerName, order.ToJson()])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        foreach (var (name, value) in AllocatorSettings.OfProcess) start.Environment[name] = value;
        return new MemoryProcess(Process.Start(start)!);
    }

    /// <summary>What it takes of the machine's memory.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>The next line, of which there is one a second.</summary>
    /// <exception cref="BenchException">It has ended, or stands still.</exception>
    public async Task<MemoryLine> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await _process.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(s_patience, cancellationToken) is { } line)
            {
                if (line.Split(' ') is not ["at", .. var numbers]) continue;
                var all = numbers.Select(n => long.Parse(n, CultureInfo.InvariantCulture)).ToArray();
                return new MemoryLine(all[0], all[1], all[2], all[3]);
            }
        }
        catch (TimeoutException)
        {
            throw new BenchException($"The process has told nothing for {s_patience.TotalSeconds} s.");
        }

        await _process.WaitForExitAsync(cancellationToken);
        throw new BenchException($"The process has ended with exit code {_process.ExitCode}.");
    }

    /// <summary>Lets it fill its state.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync("begin".AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
