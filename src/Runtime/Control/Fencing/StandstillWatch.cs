using Akka.Actor;
using Akka.Cluster;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Control.Fencing;

/// <summary>Tells a <see cref="Standstill"/> that the process runs, on a thread of its own: others may be busy for long, and nobody would be to blame.</summary>
internal sealed class StandstillWatch : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);

    private readonly ManualResetEventSlim _stopped = new();
    private readonly Thread _thread;

    private StandstillWatch(Standstill standstill, Cluster cluster, ILogger log)
    {
        Standstill = standstill;
        _thread = new Thread(() => Run(cluster, log)) { IsBackground = true, Name = "flowactors-standstill", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    public Standstill Standstill { get; }

    /// <summary>Begins, by the times of the cluster's failure detector and resolver.</summary>
    public static StandstillWatch Start(ActorSystem system, ILogger log)
    {
        var cluster = Cluster.Get(system);
        var pause = cluster.Settings.FailureDetectorConfig.GetTimeSpan("acceptable-heartbeat-pause");
        var stable = system.Settings.Config.GetTimeSpan("akka.cluster.split-brain-resolver.stable-after");
        return new StandstillWatch(new Standstill(TimeProvider.System, pause, pause + stable), cluster, log);
    }

    public void Dispose()
    {
        _stopped.Set();
        _thread.Join();
        _stopped.Dispose();
    }

    private void Run(Cluster cluster, ILogger log)
    {
        while (!_stopped.Wait(s_interval))
        {
            if (Standstill.Tick(HearsMost(cluster)) is { } still) ControlLog.StoodStill(log, cluster.SelfAddress.ToString(), still);
        }
    }

    private static bool HearsMost(Cluster cluster)
    {
        var (members, unreachable) = (cluster.State.Members.Count, cluster.State.Unreachable.Count);
        return !cluster.IsTerminated && cluster.SelfMember.Status == MemberStatus.Up && 2 * (members - unreachable) > members;
    }
}
