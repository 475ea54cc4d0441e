using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FlowActors.Runtime.Transport.Security;

namespace FlowActors.Runtime.Tests.Transport.Security;

/// <summary>An authority that signs certificates of all sorts.</summary>
internal sealed class TestAuthority
{
    public const string ClientUsage = "1.3.6.1.5.5.7.3.2";
    public const string ServerUsage = "1.3.6.1.5.5.7.3.1";

    private readonly X509Certificate2 _signer;
    private readonly TestAuthority? _above;

    public TestAuthority(string name, TestAuthority? above = null, int days = 30)
    {
        _above = above;
        using var key = NewKey();
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        var (from, to) = (Now.AddDays(-60), Now.AddDays(days));
        _signer = above is null ? request.CreateSelfSigned(from, to) : Loaded(request.Create(above._signer, from, to, Serial()), key);
        Certificate = X509CertificateLoader.LoadCertificate(_signer.RawData);
    }

    public static DateTimeOffset Now { get; } = TimeProvider.System.GetUtcNow();

    /// <summary>Without its key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>A certificate of a node, valid from yesterday on.</summary>
    /// <param name="name">The subject.</param>
    /// <param name="days">When it ends, from now on.</param>
    /// <param name="from">When it begins, from now on.</param>
    /// <param name="usages">What it is for; none: for anything.</param>
    /// <param name="dns">The names it is for.</param>
    public X509Certificate2 Issue(string name, int days = 10, int from = -5, string[]? usages = null, params string[] dns)
    {
        using var key = NewKey();
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        if (usages is not null) request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. usages.Select(u => new Oid(u))], critical: false));
        if (dns.Length > 0)
        {
            var names = new SubjectAlternativeNameBuilder();
            foreach (var one in dns) names.AddDnsName(one);
            request.CertificateExtensions.Add(names.Build());
        }

        // By a generator, because a certificate that is valid for longer than its signer's is refused otherwise.
        using var signing = _signer.GetECDsaPrivateKey()!;
        return Loaded(request.Create(_signer.SubjectName, X509SignatureGenerator.CreateForECDsa(signing), Now.AddDays(from), Now.AddDays(days), Serial()), key);
    }

    /// <summary>What a node that has the certificate speaks; it trusts this authority, and others.</summary>
    public NodeTls Node(X509Certificate2 certificate, params TestAuthority[] others) => new(certificate, [.. Chain()], Check([], null, others));

    public PeerCheck Check(IReadOnlyList<string> names, TimeProvider? time = null, params TestAuthority[] others) =>
        new([Root, .. others.Select(o => o.Root)], names, time ?? TimeProvider.System);

    /// <summary>The certificates between one of a node and the root.</summary>
    public IEnumerable<X509Certificate2> Chain() => _above is null ? [] : [Certificate, .. _above.Chain()];

    private X509Certificate2 Root => _above?.Root ?? Certificate;

    private static ECDsa NewKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static byte[] Serial() => RandomNumberGenerator.GetBytes(8);

    private static X509Certificate2 Loaded(X509Certificate2 certificate, ECDsa key)
    {
        using var bare = certificate;
        using var whole = bare.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }
}
