using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FlowActors.Http.Tests.Server;

/// <summary>HTTPS by certificates of all kinds, and what is told of those that are of no use.</summary>
public sealed class CertificateTests : IDisposable
{
    private static readonly DateTimeOffset s_now = TimeProvider.System.GetUtcNow();

    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("pfx")]
    [InlineData("pfx with a password")]
    [InlineData("pem in one file")]
    [InlineData("pem in two files")]
    [InlineData("pem with a password")]
    public async Task A_certificate_serves_https(string kind)
    {
        using var certificate = Create(s_now.AddDays(-1), s_now.AddDays(1));
        await using var node = await ServedNode.StartAsync(kind switch
        {
            "pfx" => $"tls.certificate = \"{Write("it.pfx", certificate.Export(X509ContentType.Pfx))}\"",
            "pfx with a password" => $"tls {{ certificate = \"{Write("it.pfx", certificate.Export(X509ContentType.Pfx, "secretive"))}\", password = secretive }}",
            "pem in one file" => $"tls.certificate = \"{Write("it.pem", certificate.ExportCertificatePem() + "\n" + KeyOf(certificate).ExportPkcs8PrivateKeyPem())}\"",
            "pem in two files" => $"tls {{ certificate = \"{Write("it.pem", certificate.ExportCertificatePem())}\", key = \"{Write("it.key", KeyOf(certificate).ExportPkcs8PrivateKeyPem())}\" }}",
            _ => $"tls {{ certificate = \"{Write("it.pem", certificate.ExportCertificatePem())}\", key = \"{Write("it.key", Encrypted(certificate))}\", password = secretive }}",
        });
        Assert.Equal("https", node.Server.Address.Scheme);
        using var answer = await node.Http.GetAsync("/jobs");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Who_prefers_a_later_version_of_HTTP_gets_heads_and_limits_of_the_first()
    {
        using var certificate = Create(s_now.AddDays(-1), s_now.AddDays(1));
        await using var node = await ServedNode.StartAsync(
            $"tls.certificate = \"{Write("it.pfx", certificate.Export(X509ContentType.Pfx))}\"\nrequest-line-bytes-max = 4KiB");
        node.Http.DefaultRequestVersion = HttpVersion.Version20;
        foreach (var (path, status) in new[] { ("/jobs", HttpStatusCode.OK), ("/jobs/none", HttpStatusCode.NotFound), ($"/jobs/{new string('1', 5_000)}", HttpStatusCode.RequestUriTooLong) })
        {
            using var answer = await node.SendAsync(HttpMethod.Head, path);
            Assert.Equal((HttpVersion.Version11, status), (answer.Version, answer.StatusCode));
            Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
        }
    }

    [Fact]
    public Task A_file_that_is_not_there() => Refused($"tls.certificate = \"{Path.Join(_folder, "none.pfx")}\"", "none.pfx (flowactors.http.tls.certificate): it cannot be read");

    [Fact]
    public Task A_folder() => Refused($"tls.certificate = \"{_folder}\"", "(flowactors.http.tls.certificate): it cannot be read");

    [Fact]
    public Task No_certificate_at_all() => Refused($"tls.certificate = \"{Write("it.pfx", "nonsense")}\"", "it.pfx (flowactors.http.tls.certificate): it is neither PFX nor PEM");

    [Fact]
    public Task No_certificate_beside_a_key() => Refused(
        $"tls {{ certificate = \"{Write("it.crt", "nonsense")}\", key = \"{Write("it.key", "nonsense")}\" }}", "it.crt (flowactors.http.tls.certificate): it is no PEM");

    [Fact]
    public Task No_pem_either() => Refused(
        $"tls.certificate = \"{Write("it.pem", "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\n")}\"", "it.pem (flowactors.http.tls.certificate)");

    [Theory]
    [InlineData("")]
    [InlineData("another")]
    public async Task A_wrong_password(string password)
    {
        using var certificate = Create(s_now.AddDays(-1), s_now.AddDays(1));
        await Refused(
            $"tls {{ certificate = \"{Write("it.pfx", certificate.Export(X509ContentType.Pfx, "secretive"))}\", password = \"{password}\" }}", "needs another password (flowactors.http.tls.password)");
        await Refused(
            $"tls {{ certificate = \"{Write("it.pem", certificate.ExportCertificatePem())}\", key = \"{Write("it.key", Encrypted(certificate))}\", password = \"{password}\" }}",
            "it.key (flowactors.http.tls.key): the private key does not belong to the certificate");
    }

    [Fact]
    public async Task A_missing_key()
    {
        using var certificate = Create(s_now.AddDays(-1), s_now.AddDays(1));
        await Refused($"tls.certificate = \"{Write("it.pem", certificate.ExportCertificatePem())}\"", "there is no private key in it. Name the file with the key in flowactors.http.tls.key.");
        await Refused($"tls.certificate = \"{Write("it.pfx", X509CertificateLoader.LoadCertificate(certificate.RawData).Export(X509ContentType.Pfx))}\"", "there is no private key in it");
        await Refused(
            $"tls {{ certificate = \"{Write("it.pem", certificate.ExportCertificatePem())}\", key = \"{Path.Join(_folder, "none.key")}\" }}", "none.key (flowactors.http.tls.key): it cannot be read");
    }

    [Fact]
    public async Task The_key_of_another_certificate()
    {
        using var certificate = Create(s_now.AddDays(-1), s_now.AddDays(1));
        using var other = Create(s_now.AddDays(-1), s_now.AddDays(1));
        await Refused(
            $"tls {{ certificate = \"{Write("it.pem", certificate.ExportCertificatePem())}\", key = \"{Write("it.key", KeyOf(other).ExportPkcs8PrivateKeyPem())}\" }}",
            "it.key (flowactors.http.tls.key): the private key does not belong to the certificate");
    }

    [Fact]
    public async Task One_that_is_over_or_has_not_begun()
    {
        using var over = Create(s_now.AddDays(-2), s_now.AddDays(-1));
        await Refused($"tls.certificate = \"{Write("it.pfx", over.Export(X509ContentType.Pfx))}\"", "it has expired at ");
        using var early = Create(s_now.AddDays(1), s_now.AddDays(2));
        await Refused($"tls.certificate = \"{Write("it.pfx", early.Export(X509ContentType.Pfx))}\"", "it is valid from ");
    }

    private static async Task Refused(string settings, string text)
    {
        var error = await Assert.ThrowsAsync<JobValidationException>(() => ServedNode.StartAsync(settings));
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secretive", error.ToString(), StringComparison.Ordinal);
    }

    private static X509Certificate2 Create(DateTimeOffset from, DateTimeOffset to)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(from, to);
    }

    private static ECDsa KeyOf(X509Certificate2 certificate) => certificate.GetECDsaPrivateKey()!;

    private static string Encrypted(X509Certificate2 certificate) =>
        KeyOf(certificate).ExportEncryptedPkcs8PrivateKeyPem("secretive", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1_000));

    private string Write(string name, string text) => Write(name, System.Text.Encoding.UTF8.GetBytes(text));

    private string Write(string name, byte[] bytes)
    {
        var file = Path.Join(_folder, name);
        File.WriteAllBytes(file, bytes);
        return file.Replace('\\', '/');
    }
}
