using System.Net;
using Akka.Actor;
using Akka.Event;
using DotNetty.Handlers.Tls;

namespace FlowActors.Runtime.Hosting;

/// <summary>Tells the log of peers that connect to a node that speaks TLS, and speak none: Akka's transport has of them what their first bytes are not.</summary>
internal sealed class PlainPeers : ReceiveActor
{
    public PlainPeers(RefusedPeers refused)
    {
        Receive<Error>(e =>
        {
            if (e is { Cause: NotSslRecordException, Message: LogMessage message } && message.Parameters().OfType<EndPoint>().LastOrDefault() is { } peer)
                refused.OnControl($"{peer}", "it speaks no TLS, as this node does. If it is a node, give it a certificate too (flowactors.tls)");
        });
    }

    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(Error));
}
