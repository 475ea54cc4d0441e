using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FlowActors.Tests.Examples.CommandLine;

namespace FlowActors.Tests.Examples.Cluster;

/// <summary>Answers as the API of Kubernetes does to who lists pods, over TLS, to one token.</summary>
internal sealed class FakeKubernetes : IDisposable
{
    private const string Token = "token-of-the-service-account";
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate = Sign();
    private readonly string _pods;

    /// <summary>Starts it, and writes what a pod has of it into a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="managementPorts">The ports of the pods, which are all on the loopback address; one more is ending, and one has no address yet.</param>
    public FakeKubernetes(TempFolder folder, IEnumerable<int> managementPorts)
    {
        _listener.Start();
        var (authority, token, space) = (folder.Write("ca.crt", _certificate.ExportCertificatePem()), folder.Write("token", Token + "\n"), folder.Write("namespace", "streams"));
        Settings = $$"""
            akka.discovery.kubernetes-pods {
              api-address = "https://127.0.0.1:{{((IPEndPoint)_listener.LocalEndpoint).Port}}", api-ca-path = "{{authority}}", api-token-path = "{{token}}", pod-namespace-path = "{{space}}"
            }
            """;
        string[] pods =
        [
            .. managementPorts.Select(port => Pod("{}", """{"phase":"Running","podIP":"127.0.0.1"}""", port)),
            Pod("""{"deletionTimestamp":"2026-01-02T03:04:05Z"}""", """{"phase":"Running","podIP":"127.0.0.9"}""", 1),
            Pod("{}", """{"phase":"Pending"}""", 2),
        ];
        _pods = $$"""{"kind":"PodList","items":[{{string.Join(',', pods)}}]}""";
        _ = ServeAsync();
    }

    /// <summary>The settings by which a pod finds it.</summary>
    public string Settings { get; }

    public void Dispose()
    {
        _listener.Dispose();
        _certificate.Dispose();
    }

    private static string Pod(string metadata, string status, int port) =>
        $$"""{"metadata":{{metadata}},"spec":{"containers":[{"name":"sidecar"},{"name":"node","ports":[{"containerPort":4053},{"name":"management","containerPort":{{port}}}]}]},"status":{{status}}}""";

    private async Task ServeAsync()
    {
        try
        {
            while (true) _ = AnswerAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(TcpClient connection)
    {
        try
        {
            using (connection)
            {
                await using var tls = new SslStream(connection.GetStream());
                await tls.AuthenticateAsServerAsync(_certificate);
                using var reader = new StreamReader(tls);
                var first = await reader.ReadLineAsync();
                var isAllowed = false;
                while (await reader.ReadLineAsync() is { Length: > 0 } header) isAllowed |= header == $"Authorization: Bearer {Token}";
                var isKnown = first == "GET /api/v1/namespaces/streams/pods?labelSelector=app%3Dflowactors HTTP/1.1";
                var (status, body) = isAllowed && isKnown ? ("200 OK", _pods) : ("403 Forbidden", "{}");
                await tls.WriteAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"));
            }
        }
        catch (IOException)
        {
            // Who has asked is gone.
        }
    }

    private static X509Certificate2 Sign()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=kubernetes", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(200));
    }
}
