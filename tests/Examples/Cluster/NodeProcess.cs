using System.Diagnostics;
using System.Globalization;
using System.Text;
using FlowActors.Client;
using Microsoft.Data.Sqlite;

namespace FlowActors.Tests.Examples.Cluster;

/// <summary>A node of a cluster in a process of its own, which a test may kill.</summary>
internal sealed class NodeProcess : IDisposable
{
    private const int SqliteBusy = 5;
    // A machine that is busy with other tests as well has each process stand still for seconds.
    private const string Patient = "akka.cluster.failure-detector.acceptable-heartbeat-pause = 10s";
    private static readonly string ProgramPath = Path.Combine(AppContext.BaseDirectory, "FlowActors.Examples.dll");
    private readonly Process _process;
    private readonly StringBuilder _error = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private NodeProcess(int port, int http, IEnumerable<string> arguments)
    {
        (Port, Http) = (port, new Uri($"http://127.0.0.1:{http}"));
        _process = new Process { StartInfo = new ProcessStartInfo("dotnet", [ProgramPath, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true } };
        _process.OutputDataReceived += (_, e) =>
        {
            if (e.Data?.Contains("takes jobs", StringComparison.Ordinal) == true) _ready.TrySetResult();
        };
        _process.ErrorDataReceived += (_, e) =>
        {
            lock (_error) _error.AppendLine(e.Data);
        };
        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) => _ready.TrySetException(new InvalidOperationException("The node has ended."));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Port { get; }

    /// <summary>Where it is asked over HTTP.</summary>
    public Uri Http { get; }

    /// <summary>What it has logged.</summary>
    public string Log
    {
        get
        {
            lock (_error) return _error.ToString();
        }
    }

    /// <summary>Awaits a line of its log, which comes here some time after it was written.</summary>
    public async Task LoggedAsync(string text)
    {
        while (!Log.Contains(text, StringComparison.Ordinal))
        {
            Assert.False(_process.HasExited, Log);
            await Task.Yield();
        }
    }

    /// <summary>Starts the nodes of a cluster.</summary>
    /// <param name="count">How many.</param>
    /// <param name="data">The folder that they share.</param>
    public static Task<NodeProcess[]> StartAsync(int count, string data)
    {
        var ports = FreePorts.Take(2 * count);
        return StartAsync([.. Enumerable.Range(0, count).Select(i => (ports[2 * i], ports[(2 * i) + 1]))], ports[0], data);
    }

    /// <summary>Starts the nodes of a cluster, in the given order, each before the one before it is ready.</summary>
    /// <param name="ports">Where each is reached: by other nodes, and over HTTP.</param>
    /// <param name="seed">The node that begins the cluster.</param>
    /// <param name="data">The folder that they share.</param>
    public static async Task<NodeProcess[]> StartAsync(IReadOnlyList<(int Port, int Http)> ports, int seed, string data)
    {
        NodeProcess[] nodes = [.. ports.Select(p => Start(p.Port, p.Http, seed, data))];
        try
        {
            await Task.WhenAll(nodes.Select(n => n.UntilReadyAsync()));
        }
        catch
        {
            // Nobody else knows them.
            foreach (var node in nodes) node.Dispose();
            throw;
        }

        return nodes;
    }

    public static NodeProcess Start(int port, int http, int seed, string data)
    {
        var configuration = $"{data}.conf";
        File.WriteAllText(configuration, Patient);
        return new(port, http, ["node", "--port", $"{port}", "--seed", $"127.0.0.1:{seed}", "--http", $"{http}", "--data", data, "--config", configuration]);
    }

    public FlowActorsClient CreateClient() => new(Http);

    public async Task UntilReadyAsync()
    {
        try
        {
            await _ready.Task;
        }
        catch (InvalidOperationException)
        {
            Assert.Fail(Log);
        }
    }

    /// <summary>The exit code, once it has ended by itself.</summary>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <summary>Ends it as kill -9 does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>
    /// Has it stand still, as a machine that swaps or a debugger does; it refuses no connection. Not while it writes to the journal in the data folder: the lock of an SQLite database is its
    /// writer's until that goes on or is killed.
    /// </summary>
    /// <param name="data">The data folder.</param>
    public async Task FreezeAsync(string data)
    {
        await SignalAsync("-STOP");
        while (!IsJournalFree(data))
        {
            await SignalAsync("-CONT");
            await SignalAsync("-STOP");
        }
    }

    /// <summary>Has it go on.</summary>
    public Task ContinueAsync() => SignalAsync("-CONT");

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static bool IsJournalFree(string data)
    {
        var journal = new SqliteConnectionStringBuilder { DataSource = Path.Combine(data, "journal.db"), Pooling = false, DefaultTimeout = 1 };
        using var connection = new SqliteConnection(journal.ToString());
        connection.Open();
        try
        {
            using var write = connection.BeginTransaction(deferred: false);
            return true;
        }
        catch (SqliteException e) when (e.SqliteErrorCode == SqliteBusy)
        {
            return false;
        }
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }
}
