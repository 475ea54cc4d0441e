using Microsoft.Extensions.Hosting;

namespace FlowActors.Http.Server;

/// <summary>The server ends when it is disposed of. Signals to the process are the application's: the default lifetime would take Ctrl-C for itself.</summary>
internal sealed class ServerLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
