using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FlowActors.Bench.Campaigns.Cluster;

/// <summary>The process of one node.</summary>
internal static class ClusterWorker
{
    /// <summary>What it writes when it takes jobs.</summary>
    public const string Ready = "ready";

    private const int Orphaned = 3;

    /// <summary>Runs until the node has left its cluster.</summary>
    public static async Task<int> RunAsync(ClusterOrder order, TextWriter output, CancellationToken cancellationToken)
    {
        EndWithParent();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Information).AddFilter("Akka", LogLevel.Warning).AddFilter("Microsoft", LogLevel.None)
            .AddSimpleConsole(line => (line.SingleLine, line.TimestampFormat, line.UseUtcTimestamp) = (true, "HH:mm:ss.fff ", true))
            .AddConsole(log => log.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddFlowActors(node =>
        {
            foreach (var seed in order.Seeds) node.SeedNodes.Add(seed);
            node.DataFolder = order.Data;
            node.Configuration = Configuration(order);
            foreach (var job in ClusterJob.Backends.Select(backend => new ClusterJob(order, backend))) node.AddJob(job.Name, _ => job);
        });
        builder.Services.AddFlowActorsHttp();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMinutes(2));
        using var host = builder.Build();
        await host.StartAsync(cancellationToken);
        await output.WriteLineAsync(Ready);
        await output.FlushAsync(cancellationToken);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(() => ended.TrySetResult());
        await ended.Task.WaitAsync(cancellationToken);
        await host.StopAsync(CancellationToken.None);
        return 0;
    }

    private static string Configuration(ClusterOrder order) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        flowactors {
          node { host = {{JsonSerializer.Serialize(order.Host)}}, port = {{order.Port}}, data-port = {{order.DataPort}} {{(order.OnlyLeads ? ", slots = 0" : "")}} }
          http {
            host = {{JsonSerializer.Serialize(order.Host)}}, port = {{order.HttpPort}}, allow-anonymous = on
            savepoint-folders = [{{JsonSerializer.Serialize(order.Savepoints)}}]
          }
          state { memory = 32MiB, local-dirs = [{{JsonSerializer.Serialize(order.Local)}}] }
          lifecycle.start-timeout = 2m
        }
        """);

    // The campaign may be killed too; its end of the pipe closes with it.
    private static void EndWithParent()
    {
        var thread = new Thread(() =>
        {
            while (Console.In.Read() >= 0)
            {
                // Nobody writes.
            }

            Environment.Exit(Orphaned);
        })
        { IsBackground = true };
        thread.Start();
    }
}
