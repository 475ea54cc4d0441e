using FlowActors.Http.Server;
using Microsoft.Extensions.DependencyInjection;

namespace FlowActors;

/// <summary>A node's own HTTP server in a generic host.</summary>
public static class FlowActorsHttpServices
{
    /// <summary>
    /// Serves the node of <see cref="FlowActorsServices.AddFlowActors(IServiceCollection, Action{FlowActorsOptions})"/> over HTTP, by a server of its own that starts after the node and stops
    /// before it: where <c>flowactors.http.port</c> is a port, else nothing listens. At the start of the host it throws where a <see cref="FlowActorsHttpServer"/> would.
    /// Applications of ASP.NET Core call <c>app.MapFlowActors()</c> instead.
    /// </summary>
    /// <param name="services">The host's services; <c>AddFlowActors</c> comes before.</param>
    public static IServiceCollection AddFlowActorsHttp(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSingleton<ServerService>();
        return services.AddHostedService(provider => provider.GetRequiredService<ServerService>());
    }
}
