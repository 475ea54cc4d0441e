using FlowActors.Runtime.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace FlowActors.Http;

/// <summary>The node among the services of an application.</summary>
internal static class ServedNodes
{
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static IServedNode Of(IServiceProvider services) => services.GetService<IServedNode>()
        ?? throw new InvalidOperationException("The application has no node to serve: call services.AddFlowActors(...), or give the host of your own.");
}
