using Akka.Actor;
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
            .AddFilter("Microsoft", LogLevel.None).AddConsole(log => log.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddFlowActors(node =>
        {
            foreach (var seed in options.SeedNodes) node.SeedNodes.Add(seed);
            node.DataFolder = options.Data;
            node.Configuration = options.Configuration;
            foreach (var (name, create) in ExampleJobs.OfNode) node.AddJob(name, _ => create());
        });
        builder.Services.AddFlowActorsHttp();
        // Longer than all phases of leaving a cluster together.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMinutes(2));
        using var host = builder.Build();
        await host.StartAsync(cancellation).ConfigureAwait(false);
        await console.Output.WriteLineAsync($"The node {options.Host}:{options.Port} takes jobs. Ctrl-C ends it.").ConfigureAwait(false);
        await console.Output.FlushAsync(cancellation).ConfigureAwait(false);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var told = cancellation.Register(() => ended.TrySetResult());
        using var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(() => ended.TrySetResult());
        await ended.Task.ConfigureAwait(false);
        await host.StopAsync(CancellationToken.None).ConfigureAwait(false);
        if (cancellation.IsCancellationRequested) return;
        if (CoordinatedShutdown.Get(host.Services.GetRequiredService<ActorSystem>()).ShutdownReason is not CoordinatedShutdown.ClusterLeavingReason)
            throw new JobValidationException($"The node {options.Host}:{options.Port} is no member of its cluster any more, which took it for dead; its log says why. Start it again to have it join.");
        await console.Output.WriteLineAsync($"The node {options.Host}:{options.Port} has left its cluster, as it was told to.").ConfigureAwait(false);
    }
}
