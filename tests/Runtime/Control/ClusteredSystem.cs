using Akka.Actor;
using Akka.Configuration;
using Akka.DistributedData;

namespace FlowActors.Runtime.Tests.Control;

/// <summary>An actor system with what a cluster needs to serialize, which all tests of a class share: to end one takes seconds.</summary>
public sealed class ClusteredSystem : IDisposable
{
    internal ActorSystem System { get; } = ActorSystem.Create("limits", ConfigurationFactory.ParseString(
        "akka { loglevel = OFF, stdout-loglevel = OFF, actor.provider = cluster, remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 } }")
        .WithFallback(DistributedData.DefaultConfig()));

    public void Dispose() => System.Dispose();
}
