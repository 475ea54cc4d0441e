using System.Security.Cryptography.X509Certificates;

namespace FlowActors.Runtime.Transport.Security;

/// <summary>
/// Whether a certificate is one of a node of this cluster: in its time, signed by one of the given authorities and, where names are
/// given, for one of them. Whom the machine trusts otherwise does not matter. May be used from any thread.
/// </summary>
/// <remarks>
/// Nothing is fetched while a connection waits: no revocation lists, which the authority of a cluster seldom publishes and whose server
/// the cluster would depend on, and no certificates from addresses that a stranger's certificate names. Who is to be locked out before
/// his certificate expires is so by another authority.
/// </remarks>
/// <param name="authorities">The roots that are trusted, and certificates between them and those of nodes.</param>
/// <param name="names">DNS names of which a certificate must have one; none: any will do.</param>
/// <param name="time">The clock.</param>
internal sealed class PeerCheck(X509Certificate2Collection authorities, IReadOnlyList<string> names, TimeProvider time)
{
    /// <summary>How a chain is built, for whoever builds one.</summary>
    public X509ChainPolicy PolicyFor(PeerRole role)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationTime = time.GetUtcNow().LocalDateTime,
            VerificationTimeIgnored = false,
        };
        policy.CustomTrustStore.AddRange(authorities);
        policy.ExtraStore.AddRange(authorities);
        policy.ApplicationPolicy.Add(role.Usage());
        return policy;
    }

    /// <summary>Why a peer is refused; null: it is not.</summary>
    /// <param name="certificate">What it shows.</param>
    /// <param name="sent">What it sends along.</param>
    /// <param name="role">Its side of the connection.</param>
    public string? RefusalOf(X509Certificate2? certificate, X509Certificate2Collection? sent, PeerRole role)
    {
        if (certificate is null) return "it shows no certificate";
        using var chain = new X509Chain { ChainPolicy = PolicyFor(role) };
        if (sent is not null) chain.ChainPolicy.ExtraStore.AddRange(sent);
        var isValid = chain.Build(certificate);
        try
        {
            var what = isValid ? NameRefusal(certificate) : ChainRefusals.Of(chain, certificate, role, time.GetUtcNow());
            return what is null ? null : $"its certificate ({CertificateText.Of(certificate)}) {what}";
        }
        finally
        {
            foreach (var element in chain.ChainElements) element.Certificate.Dispose();
        }
    }

    // Names of the machine's address change with the machine, those of a cluster do not.
    private string? NameRefusal(X509Certificate2 certificate) =>
        names.Count == 0 || names.Any(name => certificate.MatchesHostname(name, allowWildcards: true, allowCommonName: false))
            ? null
            : $"is for none of the names in {TlsKeys.Names}: {string.Join(", ", names)}";
}
