using System.ComponentModel;
using Akka.Hosting;
using FlowActors.Functions;
using FlowActors.Runtime.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FlowActors;

/// <summary>The engine in a generic host.</summary>
public static class FlowActorsServices
{
    private const string AsyncOptions =
        "AddFlowActors takes a synchronous function: what an asynchronous one sets after its first await would come too late. Get what it needs before.";

    /// <summary>
    /// Adds a node that starts and stops with the host, and the services <see cref="IFlowActorsNode"/>, <see cref="IJobExecutor"/> and,
    /// one for each program, <see cref="StreamExecutionEnvironment"/>. They take jobs from the host's start on. A node that is a cluster of its own
    /// cancels its jobs as it stops.
    /// </summary>
    /// <exception cref="ArgumentException"><paramref name="configure"/> is async void.</exception>
    /// <exception cref="JobValidationException">At the start of the host: an option or setting is wrong, or a port is taken.</exception>
    public static IServiceCollection AddFlowActors(this IServiceCollection services, Action<FlowActorsOptions>? configure = null)
    {
        if (configure is not null && AsyncCode.RefusalOf(configure) is not null) throw new ArgumentException(AsyncOptions, nameof(configure));
        var options = new FlowActorsOptions();
        configure?.Invoke(options);
        services.AddSingleton(provider => new HostedNode(options, provider, provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<IServedNode>(provider => provider.GetRequiredService<HostedNode>());
        services.AddSingleton<IFlowActorsNode>(provider => provider.GetRequiredService<HostedNode>());
        services.AddSingleton<IJobExecutor>(provider => provider.GetRequiredService<HostedNode>().Jobs);
        services.AddTransient(provider => new StreamExecutionEnvironment(provider.GetRequiredService<IJobExecutor>()));
        return services.AddAkka(HostedNode.SystemName, (builder, provider) =>
        {
            var node = provider.GetRequiredService<HostedNode>();
            node.CheckListenAddress();
            builder.AddHocon(node.AkkaConfiguration, HoconAddMode.Prepend);
            builder.AddSetup(node.Logging);
            if (node.AkkaTlsSetup is { } tls) builder.AddSetup(tls);
            foreach (var setup in node.JournalSetups) builder.AddSetup(setup);
            builder.AddStartup((system, _) => node.StartAsync(system));
        });
    }

    /// <summary>Refused: nobody would wait for the task.</summary>
    [Obsolete(AsyncOptions, error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static IServiceCollection AddFlowActors(this IServiceCollection services, Func<FlowActorsOptions, Task> configure) =>
        throw new NotSupportedException(AsyncOptions);
}
