using Akka.Actor;
using FlowActors.Runtime.Hosting;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Control;

/// <summary>What the control plane's actors of one node share.</summary>
/// <param name="Settings">The configuration.</param>
/// <param name="Catalog">The jobs.</param>
/// <param name="ShardHomes">Where shards live.</param>
/// <param name="Subtasks">The shard region of this node.</param>
/// <param name="Incarnation">Names this run of this process.</param>
/// <param name="Loggers">Where logs go.</param>
/// <param name="Time">The clock.</param>
/// <param name="HeldJobs">The jobs that clients in this process stand for.</param>
/// <param name="JobFailed">Hears, in the process of the coordinator, of each job that has failed; returns at once.</param>
internal sealed record ControlServices(
    RuntimeSettings Settings,
    JobCatalog Catalog,
    ShardHomes ShardHomes,
    IActorRef Subtasks,
    string Incarnation,
    ILoggerFactory Loggers,
    TimeProvider Time,
    HeldJobs HeldJobs,
    Action<JobSpec, AttemptFailure> JobFailed)
{
    /// <summary>The dispatcher of the control plane.</summary>
    public const string Dispatcher = "flowactors.control-dispatcher";
}
