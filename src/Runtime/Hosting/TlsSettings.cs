namespace FlowActors.Runtime.Hosting;

/// <summary>The certificate in a section of the settings.</summary>
/// <param name="Certificate">The file with the certificate: PFX, or PEM.</param>
/// <param name="Key">The file with the private key of one in PEM; null: it stands in the same file.</param>
/// <param name="Password">The password of the private key; null for none.</param>
internal sealed record TlsSettings(string Certificate, string? Key, string? Password)
{
    public override string ToString() => $"TLS by {Certificate}";
}

/// <summary>The key <c>flowactors.tls</c>.</summary>
/// <param name="Own">The certificate of this node.</param>
/// <param name="Authorities">The files with those that sign certificates of nodes.</param>
/// <param name="Names">DNS names of which a node's certificate must have one; none: any will do.</param>
internal sealed record NodeTlsSettings(TlsSettings Own, IReadOnlyList<string> Authorities, IReadOnlyList<string> Names);
