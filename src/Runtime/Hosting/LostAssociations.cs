using System.Security.Authentication;
using Akka.Actor;
using Akka.Remote;
using Akka.Remote.Transport;

namespace FlowActors.Runtime.Hosting;

/// <summary>
/// Tells the log of control connections of this node that came to nothing because of TLS. A peer that refuses a certificate says no more
/// than that it closes the connection, which Akka tells without a word of TLS.
/// </summary>
internal sealed class LostAssociations : ReceiveActor
{
    public LostAssociations(RefusedPeers refused)
    {
        Receive<AssociationErrorEvent>(e =>
        {
            if (ReasonIn(e.Cause) is { } reason) refused.OnControlLost(e.RemoteAddress.ToString(), reason);
        });
    }

    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(AssociationErrorEvent));

    private static string? ReasonIn(Exception cause)
    {
        // The peer's certificate, which the check has told of.
        if (Causes(cause).Any(c => c is AuthenticationException && c.InnerException is null)) return null;
        return Causes(cause).Any(c => c is AkkaProtocolException or TimeoutException || c.Message.Contains("Associate timed out", StringComparison.Ordinal))
            ? "the other node ended it before anything was said. Where it runs, its log says why: most often it refuses the certificate of this node, or speaks no TLS (flowactors.tls)"
            : null;
    }

    private static IEnumerable<Exception> Causes(Exception? cause)
    {
        for (; cause is not null; cause = cause.InnerException) yield return cause;
    }
}
