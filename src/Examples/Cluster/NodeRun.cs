using FlowActors.Examples.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FlowActors.Examples.Cluster;

/// <summary>Runs a node until it is told to end, or its cluster has put it out.</summary>
internal static class NodeRun
{
    public static async Task ExecuteAsync(NodeOptions options, ExamplesConsole console, bool verbose, CancellationToken cancellation)
    {
        if (options.Config is { } file && !File.Exists(file)) throw new JobValidationException($"--config '{file}' does not exist: name a file with settings, such as hocon/cluster.conf.");
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(verbose ? LogLevel.Debug : LogLevel.Information).AddFilter("Akka", verbose ? LogLevel.Debug : LogLevel.Warning)
            // Why a node does not start is told at the end, once.
            .AddFilter("Akka.Hosting", verbose ? LogLevel.Debug : LogLevel.None)
            .AddFilter("Microsoft", LogLevel.None).AddConsole(log => log.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddFlowActors(settings =>
        {
            foreach (var seed in options.Seeds) settings.SeedNodes.Add(seed);
            settings.DataFolder = options.Data;
            settings.Configuration = options.Configuration;
            foreach (var (name, create) in ExampleJobs.OfNode) settings.AddJob(name, _ => create());
        });
        builder.Services.AddFlowActorsManagement();
        builder.Services.AddFlowActorsHttp();
        // Longer than all phases of leaving a cluster together.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMinutes(2));
        using var host = builder.Build();
        await host.StartAsync(cancellation).ConfigureAwait(false);
        var node = host.Services.GetRequiredService<IFlowActorsNode>();
        var name = node.Name;
        await console.Output.WriteLineAsync($"The node {name} takes jobs. Ctrl-C ends it.").ConfigureAwait(false);
        await console.Output.FlushAsync(cancellation).ConfigureAwait(false);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var told = cancellation.Register(() => ended.TrySetResult());
        using var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(() => ended.TrySetResult());
        await ended.Task.ConfigureAwait(false);
        await host.StopAsync(CancellationToken.None).ConfigureAwait(false);
        if (!node.HasLeft) throw new JobValidationException($"The node {name} was put out of its cluster, which took it for dead; its log says why. Start it again to have it join.");
        await console.Output.WriteLineAsync($"The node {name} has left its cluster.").ConfigureAwait(false);
    }
}
