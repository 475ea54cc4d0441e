using Akka.Actor.Setup;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Hosting;

/// <summary>Brings the logger factory into an ActorSystem.</summary>
internal sealed class AkkaLogging(ILoggerFactory loggers) : Setup
{
    private volatile bool _isSilent;

    public ILoggerFactory Loggers { get; } = loggers;

    /// <summary>Set when the system is about to stop: what it complains of then is no news.</summary>
    public bool IsSilent
    {
        get => _isSilent;
        set => _isSilent = value;
    }
}
