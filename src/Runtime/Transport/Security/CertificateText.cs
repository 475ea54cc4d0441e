using System.Security.Cryptography.X509Certificates;

namespace FlowActors.Runtime.Transport.Security;

/// <summary>A certificate in a message: short, and without what a stranger's could do to a log.</summary>
internal static class CertificateText
{
    private const int NameLengthMax = 100;

    public static string Of(X509Certificate2 certificate) => certificate.Subject == certificate.Issuer
        ? $"{Clean(certificate.Subject)}, signed by itself"
        : $"{Clean(certificate.Subject)}, signed by {Clean(certificate.Issuer)}";

    private static string Clean(string name)
    {
        var visible = new string([.. name.Select(c => char.IsControl(c) ? '?' : c)]);
        return visible.Length <= NameLengthMax ? visible : $"{visible[..NameLengthMax]}...";
    }
}
