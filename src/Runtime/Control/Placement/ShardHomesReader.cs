using Akka.Actor;
using Akka.DistributedData;

namespace FlowActors.Runtime.Control.Placement;

/// <summary>Keeps <see cref="ShardHomes"/> of this node up to date.</summary>
internal sealed class ShardHomesReader : UntypedActor
{
    private readonly ShardHomes _homes;

    public ShardHomesReader(ShardHomes homes)
    {
        _homes = homes;
        DistributedData.Get(Context.System).Replicator.Tell(Dsl.Subscribe(ShardHomes.Key, Self));
    }

    protected override void OnReceive(object message)
    {
        if (message is Changed changed) _homes.Set(changed.Get(ShardHomes.Key));
        else Unhandled(message);
    }
}
