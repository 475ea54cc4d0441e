namespace FlowActors.Runtime.Hosting;

/// <summary>Reads the key <c>flowactors.tls</c>, and what is like it elsewhere.</summary>
internal static class TlsSettingsReader
{
    private const string Section = "tls.";
    private const string Certificate = $"{Section}certificate";
    private const string Authorities = $"{Section}authorities";
    private const string Names = $"{Section}names";

    /// <summary>TLS between nodes; null: there is none.</summary>
    public static NodeTlsSettings? Read(SettingsKeys keys)
    {
        var own = ReadCertificate(keys, Section);
        var authorities = keys.Names(Authorities, "files such as [\"/etc/flow/authority.pem\"]");
        var names = keys.Names(Names, "DNS names such as [\"node.flow.example.com\"]");
        if (own is null)
        {
            return authorities.Count == 0 && names.Count == 0
                ? null
                : throw keys.Refused(Certificate, $"must name a file where flowactors.{(authorities.Count > 0 ? Authorities : Names)} is set: without a certificate there is no TLS between nodes");
        }

        if (authorities.Count == 0)
            throw keys.Refused(Authorities, $"must name the files with the authorities of the cluster where flowactors.{Certificate} is set: a node shows its certificate and asks for those of others");
        return new NodeTlsSettings(own, authorities, names);
    }

    /// <summary>The certificate of a section; null: none is named.</summary>
    /// <param name="keys">All settings.</param>
    /// <param name="section">The section, with a dot at its end.</param>
    public static TlsSettings? ReadCertificate(SettingsKeys keys, string section)
    {
        var (certificate, key, password) =
            (keys.Text($"{section}certificate", mayBeEmpty: true), keys.Text($"{section}key", mayBeEmpty: true), keys.Secret($"{section}password"));
        if (certificate.Length > 0) return new TlsSettings(certificate, key.Length > 0 ? key : null, password.Length > 0 ? password : null);
        return key.Length == 0 ? null : throw keys.Refused($"{section}certificate", $"must name a file where flowactors.{section}key does");
    }
}
