using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FlowActors.Runtime.Transport.Security;

namespace FlowActors.Runtime.Hosting;

/// <summary>Reads what TLS between nodes needs, and finds out at the start whether other nodes will take it.</summary>
internal static class TlsLoader
{
    private static readonly CertificateSettingNames s_names = CertificateSettingNames.Nodes;

    /// <summary>Null without settings.</summary>
    /// <exception cref="JobValidationException">A file cannot be read or is of no use; the message names it and its setting.</exception>
    public static NodeTls? Load(NodeTlsSettings? settings, TimeProvider time)
    {
        if (settings is null) return null;
        var own = CertificateFile.Load(settings.Own, s_names, time);
        var authorities = new X509Certificate2Collection();
        foreach (var file in settings.Authorities) authorities.AddRange(ReadAuthorities(file));
        var peers = new PeerCheck(authorities, settings.Names, time);
        foreach (var role in (PeerRole[])[PeerRole.Server, PeerRole.Client])
        {
            if (peers.RefusalOf(own.Certificate, own.Chain, role) is { } refusal)
                throw s_names.Wrong(s_names.Certificate, settings.Own.Certificate, $"other nodes would refuse it: {refusal}.{Hint(authorities)}");
        }

        return new NodeTls(own.Certificate, own.Chain, peers);
    }

    private static string Hint(X509Certificate2Collection authorities) => authorities.Any(a => a.Subject == a.Issuer)
        ? ""
        : $" None of those in {TlsKeys.Authorities} is a root, which signs itself; the root has to be among them.";

    private static X509Certificate2Collection ReadAuthorities(string file)
    {
        var bytes = CertificateFile.ReadFile(s_names, TlsKeys.Authorities, file);
        var text = System.Text.Encoding.UTF8.GetString(bytes);
        var read = new X509Certificate2Collection();
        try
        {
            if (CertificateFile.IsPem(text)) read.ImportFromPem(text);
            else read.Add(X509CertificateLoader.LoadCertificate(bytes));
        }
        catch (CryptographicException e)
        {
            throw s_names.Wrong(TlsKeys.Authorities, file, $"it is no certificate in PEM or DER: {e.Message}", e);
        }

        return read.Count > 0 ? read : throw s_names.Wrong(TlsKeys.Authorities, file, "there is no certificate in it.");
    }
}
