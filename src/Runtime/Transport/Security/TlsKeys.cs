namespace FlowActors.Runtime.Transport.Security;

/// <summary>The settings that messages about TLS name.</summary>
internal static class TlsKeys
{
    public const string Section = "flowactors.tls";
    public const string Authorities = $"{Section}.authorities";
    public const string Names = $"{Section}.names";
}
