using System.Security.Cryptography.X509Certificates;
using FlowActors.Runtime.Hosting;
using FlowActors.Runtime.Tests.Transport.Security;
using FlowActors.Runtime.Transport.Security;

namespace FlowActors.Runtime.Tests.Hosting;

/// <summary>What <c>flowactors.tls</c> is read as, and what is told at the start of certificates that other nodes would refuse.</summary>
public sealed class TlsSettingsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-test-").FullName;
    private readonly TestAuthority _authority = new("the cluster");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void By_default_nodes_speak_without_tls() => Assert.Null(Composed.Read("").Tls);

    [Fact]
    public void The_example_takes_its_files_from_the_environment()
    {
        using var stream = typeof(RuntimeConfiguration).Assembly.GetManifestResourceStream("FlowActors.hocon.tls.conf")!;
        using var reader = new StreamReader(stream);
        var tls = Composed.Read(reader.ReadToEnd(), ("FLOWACTORS_TLS_CERTIFICATE", "node.pfx"), ("FLOWACTORS_TLS_PASSWORD", "secretive"), ("FLOWACTORS_TLS_AUTHORITY", "ca.pem")).Tls!;
        Assert.Equal(("node.pfx", null, "secretive"), (tls.Own.Certificate, tls.Own.Key, tls.Own.Password));
        Assert.Equal(["ca.pem"], tls.Authorities);
        Assert.DoesNotContain("secretive", tls.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("authorities = [a.pem]", "certificate", "where flowactors.tls.authorities is set")]
    [InlineData("names = [node.flow]", "certificate", "where flowactors.tls.names is set")]
    [InlineData("key = a.key", "certificate", "where flowactors.tls.key does")]
    [InlineData("certificate = a.pem", "authorities", "must name the files with the authorities of the cluster")]
    public void What_is_missing_is_told(string settings, string key, string rule)
    {
        var error = Composed.Refused($"flowactors.tls {{ {settings} }}");
        Assert.Contains($"The setting flowactors.tls.{key} is ", error, StringComparison.Ordinal);
        Assert.Contains(rule, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Akka_hears_nothing_of_the_password() => Assert.DoesNotContain(
        "secretive", Composed.Of("flowactors.tls { certificate = a.pfx, authorities = [a.pem], password = secretive }").ForAkka().ToString(), StringComparison.Ordinal);

    [Fact]
    public void Authorities_are_read_from_pem_and_der()
    {
        var own = Write("own.pfx", _authority.Issue("n").Export(X509ContentType.Pfx));
        var pem = $"{new TestAuthority("others").Certificate.ExportCertificatePem()}\n{_authority.Certificate.ExportCertificatePem()}\n";
        Assert.NotNull(Load(own, Write("all.pem", System.Text.Encoding.ASCII.GetBytes(pem))));
        Assert.NotNull(Load(own, Write("it.cer", _authority.Certificate.RawData)));
    }

    [Fact]
    public void Authorities_that_cannot_be_read_are_told()
    {
        var own = Write("own.pfx", _authority.Issue("n").Export(X509ContentType.Pfx));
        Told(own, Path.Join(_folder, "none.pem"), "none.pem (flowactors.tls.authorities): it cannot be read");
        Told(own, Write("x.cer", [1, 2, 3]), "x.cer (flowactors.tls.authorities): it is no certificate in PEM or DER");
        Told(own, Write("x.pem", "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n"u8.ToArray()), "x.pem (flowactors.tls.authorities): ");
        Told(own, Write("y.pem", "-----BEGIN NOTHING-----\n-----END NOTHING-----\n"u8.ToArray()), "y.pem (flowactors.tls.authorities): there is no certificate in it.");
    }

    [Fact]
    public void A_certificate_that_others_would_refuse_is_told()
    {
        Wrong(new TestAuthority("others").Issue("n"), "other nodes would refuse it: its certificate (CN=n, signed by CN=others) is not signed by the authorities in flowactors.tls.authorities");
        Wrong(_authority.Issue("n", usages: [TestAuthority.ServerUsage]), "is not for client authentication (extended key usage)");
        Wrong(_authority.Issue("n", usages: [TestAuthority.ClientUsage]), "is not for server authentication (extended key usage)");
        Wrong(_authority.Issue("n", days: -1), "it has expired at ");
        Wrong(_authority.Issue("n", from: 1), "it is valid from ");
        Wrong(_authority.Issue("n", dns: ["x.flow"]), "is for none of the names in flowactors.tls.names: n.flow", "n.flow");
        Wrong(X509CertificateLoader.LoadCertificate(_authority.Issue("n").RawData), "there is no private key in it");
    }

    [Fact]
    public void A_wrong_password_is_told_without_it()
    {
        var own = Write("own.pfx", _authority.Issue("n").Export(X509ContentType.Pfx, "secretive"));
        var error = Told(own, Write("it.cer", _authority.Certificate.RawData), "own.pfx (flowactors.tls.certificate): it is neither PFX nor PEM, or it needs another password (flowactors.tls.password)");
        Assert.DoesNotContain("secretive", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_no_root_is_given_it_is_said()
    {
        var between = new TestAuthority("between", _authority);
        Told(Write("own.pfx", between.Issue("n").Export(X509ContentType.Pfx)), Write("between.cer", between.Certificate.RawData), "the root has to be among them");
    }

    [Theory]
    [InlineData("akka.tcp://flowactors@10.0.0.1:4053")]
    [InlineData("akka.ssl.tcp://flowactors@10.0.0.1:4053")]
    public void Seed_nodes_are_called_by_what_this_node_speaks(string seed)
    {
        Assert.Equal("akka.ssl.tcp://flowactors@10.0.0.1:4053", SeedNode.Parse(seed, "here", speaksTls: true).Node.ToString());
        Assert.Equal("akka.tcp://flowactors@10.0.0.1:4053", SeedNode.Parse(seed, "here", speaksTls: false).Node.ToString());
    }

    private void Wrong(X509Certificate2 certificate, string what, params string[] names) =>
        Told(Write("own.pfx", certificate.Export(X509ContentType.Pfx)), Write("it.cer", _authority.Certificate.RawData), what, names);

    private static string Told(string own, string authorities, string what, params string[] names)
    {
        var error = Assert.Throws<JobValidationException>(() => Load(own, authorities, names)).Message;
        Assert.StartsWith("The node cannot speak TLS to others with ", error, StringComparison.Ordinal);
        Assert.Contains(what, error, StringComparison.Ordinal);
        return error;
    }

    private static NodeTls? Load(string own, string authorities, params string[] names) =>
        TlsLoader.Load(new NodeTlsSettings(new TlsSettings(own, null, null), [authorities], names), TimeProvider.System);

    private string Write(string name, byte[] bytes)
    {
        var file = Path.Join(_folder, name);
        File.WriteAllBytes(file, bytes);
        return file;
    }
}
