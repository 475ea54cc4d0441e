using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace FlowActors.Management.Kubernetes;

/// <summary>Asks the API of Kubernetes which pods there are. Thread-safe.</summary>
internal sealed class PodClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly string _tokenPath;
    private readonly string _namespacePath;

    /// <summary>Asks nothing yet.</summary>
    /// <param name="api">Where the API is.</param>
    /// <param name="authorityPath">The file with the certificates that it is trusted by, and no others.</param>
    /// <param name="tokenPath">The file with the token of the service account, which is changed now and then.</param>
    /// <param name="namespacePath">The file with the namespace.</param>
    public PodClient(Uri api, string authorityPath, string tokenPath, string namespacePath)
    {
        var trusted = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trusted.CustomTrustStore.ImportFromPemFile(authorityPath);
        _http = new HttpClient(new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = trusted }, UseProxy = false }) { BaseAddress = api };
        (_tokenPath, _namespacePath) = (tokenPath, namespacePath);
    }

    /// <summary>The pods of the namespace that a selector of labels takes.</summary>
    /// <exception cref="HttpRequestException">The API has not answered, or refused.</exception>
    public async Task<IReadOnlyList<Pod>> ListAsync(string selector, CancellationToken cancellationToken)
    {
        var space = (await File.ReadAllTextAsync(_namespacePath, cancellationToken).ConfigureAwait(false)).Trim();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/namespaces/{Uri.EscapeDataString(space)}/pods?labelSelector={Uri.EscapeDataString(selector)}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(_tokenPath, cancellationToken).ConfigureAwait(false)).Trim());
        using var answer = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode)
        {
            throw new HttpRequestException(
                $"Kubernetes answers {(int)answer.StatusCode} ({answer.ReasonPhrase}) to the question which pods have {selector} in the namespace {space}: may the service account of this pod list pods " +
                "(Role and RoleBinding)?", null, answer.StatusCode);
        }

        return (await answer.Content.ReadFromJsonAsync(PodJson.Default.PodList, cancellationToken).ConfigureAwait(false))?.Items ?? [];
    }

    public void Dispose() => _http.Dispose();
}
