using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Actor.Setup;
using FlowActors.Runtime.Logging;
using FlowActors.Threading;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Hosting;

/// <summary>Brings the logger factory into ActorSystems.</summary>
/// <param name="loggers">The application's.</param>
/// <param name="recent">What the one system remembers of its log; null where there may be several, each of which remembers its own.</param>
internal sealed class AkkaLogging(ILoggerFactory loggers, RecentLogs? recent = null) : Setup
{
    private readonly ConditionalWeakTable<ActorSystem, RecentLogs> _recent = [];
    private volatile bool _isSilent;

    /// <summary>Loggers that neither throw nor hold anybody up, whatever the application's do.</summary>
    public ILoggerFactory Loggers { get; } = new GuardedLoggerFactory(loggers, new LogThread(ProcessThreads.Instance, LogThread.Patience));

    /// <summary>What a system remembers of its log, Akka's lines and those of the node that it is.</summary>
    public RecentLogs RecentOf(ActorSystem system) => recent ?? _recent.GetValue(system, _ => new RecentLogs(TimeProvider.System));

    /// <summary>Set when the system is about to stop: what it complains of then is no news.</summary>
    public bool IsSilent
    {
        get => _isSilent;
        set => _isSilent = value;
    }
}
