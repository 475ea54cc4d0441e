using System.Collections.Concurrent;
using FlowActors.Tests.Examples.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FlowActors.Tests.Examples.Cluster;

/// <summary>Nodes of which some lead and others work.</summary>
public sealed class NodeRolesTests
{
    private const string NodeNotDrained = "leaves with the slots that it has";

    [Fact]
    public async Task The_last_manager_leaves_at_once_when_it_is_told_to_end_and_so_do_the_workers_that_nobody_leads_any_more()
    {
        using var folder = new TempFolder();
        var ports = FreePorts.Take(2);
        using var log = new Lines();
        using var manager = CreateNode("manager", ports[0], ports[1], folder["shared"], log);
        using var worker = CreateNode("worker", ports[1], ports[1], folder["shared"], log);
        await Task.WhenAll(manager.StartAsync(), worker.StartAsync());
        await manager.StopAsync();
        Assert.True(manager.Services.GetRequiredService<IFlowActorsNode>().HasLeft);
        Assert.Contains("is the last one with the role manager", Assert.Single(NotDrained()), StringComparison.Ordinal);

        // Nobody is left to answer, and it waits for nobody.
        await worker.StopAsync();
        Assert.Contains("no node of the cluster has the role manager", NotDrained().Last(), StringComparison.Ordinal);
        Assert.Equal(2, NotDrained().Count);

        List<string> NotDrained() => [.. log.All.Where(line => line.Level == LogLevel.Warning && line.Text.Contains(NodeNotDrained, StringComparison.Ordinal)).Select(line => line.Text)];
    }

    private static IHost CreateNode(string role, int port, int seed, string data, ILoggerProvider log)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddProvider(log);
        builder.Services.AddFlowActors(node =>
        {
            node.DataFolder = data;
            node.Configuration = $"flowactors {{ node {{ port = {port}, seeds = [\"127.0.0.1:{seed}\"], roles = [{role}] }} }}";
        });
        return builder.Build();
    }

    /// <summary>Keeps what is logged.</summary>
    private sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<(LogLevel Level, string Text)> All { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => All.Enqueue((logLevel, formatter(state, exception)));

        public void Dispose()
        {
        }
    }
}
