using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using FlowActors.Runtime.Tests.Cluster;
using FlowActors.Sources;

namespace FlowActors.Runtime.Tests.Jobs;

/// <summary>Jobs that read what passes by once: connections, asynchronous sequences, channels.</summary>
[Collection("cluster")]
public sealed class PassingSourceJobsTests : IDisposable
{
    private static readonly SocketTextSettings Once = new() { ReconnectsMax = 0 };
    private readonly TcpListener _server = new(IPAddress.Loopback, 0);

    public PassingSourceJobsTests() => _server.Start();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task All_of_them_give_their_records_and_end()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync();
        var env = host.CreateEnvironment().SetParallelism(1);
        var channel = Channel.CreateBounded<int>(10);
        var lines = env.SocketTextStream("localhost", Port, Once).Collect();
        var sequence = env.FromAsyncEnumerable(NumbersAsync()).Collect();
        var channelled = env.FromChannel(channel.Reader).Collect();
        var job = env.RunAsync("passing");
        using (var connection = await _server.AcceptTcpClientAsync().WaitAsync(Patience.Limit))
        {
            await connection.GetStream().WriteAsync("1\n2\n3"u8.ToArray());
        }

        for (var i = 0; i < 1_000; i++) await channel.Writer.WriteAsync(i).AsTask().WaitAsync(Patience.Limit);
        channel.Writer.Complete();
        await job.WaitAsync(Patience.Limit);
        Assert.Equal(["1", "2", "3"], lines.Values);
        Assert.Equal(Enumerable.Range(0, 1_000), sequence.Values);
        Assert.Equal(Enumerable.Range(0, 1_000), channelled.Values);
    }

    [Fact]
    public async Task A_cancel_ends_all_of_them_while_they_wait()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync();
        var env = host.CreateEnvironment().SetParallelism(2);
        var disposed = new TaskCompletionSource();
        var waits = new TaskCompletionSource();
        async IAsyncEnumerable<int> WaitAsync([EnumeratorCancellation] CancellationToken cancelled = default)
        {
            try
            {
                waits.SetResult();
                await Task.Delay(Timeout.Infinite, cancelled);
                yield return 1;
            }
            finally
            {
                disposed.SetResult();
            }
        }

        env.SocketTextStream("localhost", Port).Discard();
        env.FromAsyncEnumerable(WaitAsync()).Discard();
        env.FromChannel(Channel.CreateUnbounded<int>().Reader).Discard();
        var job = await env.ExecuteAsync("waits");
        using var connection = await _server.AcceptTcpClientAsync().WaitAsync(Patience.Limit);
        await waits.Task.WaitAsync(Patience.Limit);
        await job.CancelAsync();
        await Assert.ThrowsAsync<JobCancelledException>(() => job.WaitForEndAsync().WaitAsync(Patience.Limit));
        await disposed.Task.WaitAsync(Patience.Limit);
        Assert.Equal(0, await connection.GetStream().ReadAsync(new byte[1]).AsTask().WaitAsync(Patience.Limit));
    }

    [Fact]
    public async Task A_server_that_is_not_there_fails_the_job_which_says_where()
    {
        var port = FreePorts.Take(1)[0];
        await using var host = await FlowActorsHost.StartEmbeddedAsync();
        var env = host.CreateEnvironment().SetParallelism(1).SetRestartStrategy(RestartStrategy.None);
        env.SocketTextStream("localhost", port, Once).WithName("ticks").Discard();
        var e = await Assert.ThrowsAsync<JobFailedException>(() => env.RunAsync("alone").WaitAsync(Patience.Limit));
        Assert.Equal("ticks", e.Failure.Operator);
        Assert.Contains($"Source 'ticks' of job 'alone', subtask 0, cannot fetch on (split 'localhost:{port}' as it was assigned)", e.Failure.Message, StringComparison.Ordinal);
    }

    private int Port => ((IPEndPoint)_server.LocalEndpoint).Port;

    private static async IAsyncEnumerable<int> NumbersAsync()
    {
        for (var i = 0; i < 1_000; i++)
        {
            if (i % 100 == 0) await Task.Yield();
            yield return i;
        }
    }
}
