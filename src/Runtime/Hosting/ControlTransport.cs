using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Remote.Transport;
using Akka.Remote.Transport.DotNetty;
using AkkaTransport = Akka.Remote.Transport.Transport;

namespace FlowActors.Runtime.Hosting;

/// <summary>
/// Akka's own transport, for nodes that speak TLS. It shuts down the whole ActorSystem where a TLS handshake fails on a connection that it has
/// begun: one node with an expired certificate, or one that is killed at that moment, would take all others with it. So it gets a system of its
/// own to shut down, in which nothing runs; the connection fails as one without TLS does.
/// </summary>
internal sealed class ControlTransport : AkkaTransport
{
    private const string Inner = "Akka.Remote.Transport.DotNetty.TcpTransport, Akka.Remote";

    private static readonly Config s_standIn = ConfigurationFactory.ParseString(
        """
        akka {
          actor.provider = local
          extensions = []
          coordinated-shutdown {
            run-by-actor-system-terminate = off
            run-by-clr-shutdown-hook = off
            terminate-actor-system = off
            exit-clr = off
          }
        }
        """);

    private readonly ActorSystem _standIn;
    private readonly AkkaTransport _inner;

    /// <summary>As Akka calls it.</summary>
    public ControlTransport(ActorSystem system, Config config)
    {
        System = system;
        Config = config;
        ActorSystemSetup setup = BootstrapSetup.Create().WithConfig(s_standIn.WithFallback(system.Settings.Config)).And(Of<DotNettySslSetup>(system));
        var logging = system.Settings.Setup.Get<AkkaLogging>() is { HasValue: true, Value: var log } ? log : null;
        if (logging is not null) setup = setup.And(logging);
        _standIn = ActorSystem.Create(system.Name, setup);
        if (logging is not null) _standIn.ActorOf(Props.Create(() => new PlainPeers(new RefusedPeers(logging.Loggers, TimeProvider.System))), "plain-peers");
        _inner = (AkkaTransport)Activator.CreateInstance(Type.GetType(Inner, throwOnError: true)!, _standIn, config)!;
        SchemeIdentifier = _inner.SchemeIdentifier;
        MaximumPayloadBytes = _inner.MaximumPayloadBytes;
    }

    public override Task<(Address, TaskCompletionSource<IAssociationEventListener>)> Listen() => _inner.Listen();

    public override bool IsResponsibleFor(Address remote) => _inner.IsResponsibleFor(remote);

    public override Task<AssociationHandle> Associate(Address remoteAddress) => _inner.Associate(remoteAddress);

    public override Task<bool> ManagementCommand(object message) => _inner.ManagementCommand(message);

    public override async Task<bool> Shutdown()
    {
        var isDone = await _inner.Shutdown().ConfigureAwait(false);
        await _standIn.Terminate().ConfigureAwait(false);
        return isDone;
    }

    private static T Of<T>(ActorSystem system)
        where T : Setup => system.Settings.Setup.Get<T>() is { HasValue: true } setup ? setup.Value : throw new InvalidOperationException($"The system has no {typeof(T).Name}.");
}
