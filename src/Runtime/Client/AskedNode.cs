using Akka.Actor;
using FlowActors.Runtime.Checkpoints.Reading;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Control.Coordination;
using FlowActors.Runtime.Control.Fencing;
using FlowActors.Runtime.Control.Nodes;

namespace FlowActors.Runtime.Client;

/// <summary>The node of this process that a client asks through.</summary>
/// <param name="System">Its actor system.</param>
/// <param name="JobManager">The way to the job manager, wherever it is.</param>
/// <param name="CheckpointFiles">Reads the checkpoints of any job.</param>
/// <param name="Journal">Says why nobody answers, where the journal is the reason.</param>
/// <param name="Disposals">The deletions of savepoints that it was asked for.</param>
/// <param name="Takeover">Whether its code can go on with jobs of other builds.</param>
internal sealed record AskedNode(
    ActorSystem System, IActorRef JobManager, CheckpointFilesReader CheckpointFiles, JournalTrouble Journal, Disposals Disposals, TakeoverCheck Takeover)
{
    /// <summary>Whether what it knows may be told.</summary>
    public Standstill Standstill { get; init; } = Standstill.None;
}
