using System.Security.Cryptography.X509Certificates;

namespace FlowActors.Runtime.Transport.Security;

/// <summary>Says what is wrong with a chain that is not valid: the first thing that somebody can mend.</summary>
internal static class ChainRefusals
{
    // A signature that is not valid is one of another authority of the same name.
    private const X509ChainStatusFlags Unsigned = X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.NotSignatureValid;

    /// <returns>The rest of a sentence that begins with the certificate.</returns>
    public static string Of(X509Chain chain, X509Certificate2 certificate, PeerRole role, DateTimeOffset now)
    {
        var status = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, next) => all | next.Status);
        if (now > certificate.NotAfter.ToUniversalTime()) return $"has expired at {certificate.NotAfter.ToUniversalTime():u}";
        if (now < certificate.NotBefore.ToUniversalTime()) return $"is valid from {certificate.NotBefore.ToUniversalTime():u} on only; are the clocks of both machines right?";
        if ((status & Unsigned) != 0)
            return $"is not signed by the authorities in {TlsKeys.Authorities}";
        if (status.HasFlag(X509ChainStatusFlags.NotTimeValid))
            return $"is signed by an authority that is not in its time: {string.Join(", ", chain.ChainElements.Where(IsUntimely).Select(e => CertificateText.Of(e.Certificate)))}";
        if (status.HasFlag(X509ChainStatusFlags.NotValidForUsage)) return $"is not for {role.Text()} (extended key usage); those of nodes are for both client and server";
        return $"is not valid: {string.Join(" ", chain.ChainStatus.Select(s => s.StatusInformation.Trim()))}";
    }

    private static bool IsUntimely(X509ChainElement element) => element.ChainElementStatus.Any(s => s.Status == X509ChainStatusFlags.NotTimeValid);
}
