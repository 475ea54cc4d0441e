using System.Security.Cryptography;

namespace FlowActors.Runtime.Transport.Security;

/// <summary>Which side of a connection shows a certificate. Every node is both.</summary>
internal enum PeerRole
{
    /// <summary>It has connected.</summary>
    Client,

    /// <summary>It was connected to.</summary>
    Server,
}

internal static class PeerRoles
{
    private static readonly Oid s_client = new("1.3.6.1.5.5.7.3.2");
    private static readonly Oid s_server = new("1.3.6.1.5.5.7.3.1");

    /// <summary>What a certificate that is for some purposes only must be for.</summary>
    public static Oid Usage(this PeerRole role) => role == PeerRole.Client ? s_client : s_server;

    public static string Text(this PeerRole role) => role == PeerRole.Client ? "client authentication" : "server authentication";
}
