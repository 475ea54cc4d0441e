using System.CommandLine;
using FlowActors.Bench.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FlowActors.Bench.CommandLine;

/// <summary>
/// The command that the case <c>cluster</c> runs in processes of their own: a node of a cluster. It says that it is ready on standard output, where its sinks say when they have
/// records, logs on standard error, and ends when standard input is closed.
/// </summary>
internal static class ClusterNodeCommand
{
    public const string Name = "cluster-node";

    /// <summary>What it says when it takes jobs.</summary>
    public const string Ready = "ready";

    public static Command Create()
    {
        var order = new Argument<string>("order");
        var command = new Command(Name) { order };
        command.Hidden = true;
        command.SetAction((parsed, cancellation) => RunAsync(NodeOrder.Parse(parsed.GetRequiredValue(order)), cancellation));
        return command;
    }

    private static async Task RunAsync(NodeOrder order, CancellationToken cancellation)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Information).AddFilter("Akka", LogLevel.Warning).AddFilter("Microsoft", LogLevel.None)
            .AddConsole(log => log.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddFlowActors(node =>
        {
            foreach (var seed in order.Seeds) node.SeedNodes.Add(seed);
            node.DataFolder = order.Data;
            node.Configuration = order.Settings;
            node.AddJob<ExchangeJob>(ExchangeJob.Name);
            node.AddJob<StatefulJob>(StatefulJob.Name);
        });
        builder.Services.AddFlowActorsHttp();
        using var host = builder.Build();
        await host.StartAsync(cancellation);
        await Console.Out.WriteLineAsync(Ready);
        // Whoever has started this may be killed too; its end of the pipe closes with it.
        var told = Task.Factory.StartNew(static () => Console.In.ReadToEnd(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await told.WaitAsync(cancellation);
        Environment.Exit(0);
    }
}
