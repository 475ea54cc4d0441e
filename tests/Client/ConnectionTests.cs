using System.Security.Authentication;

namespace FlowActors.Client.Tests;

/// <summary>Who gets no connection is told why, and what to do.</summary>
public sealed class ConnectionTests
{
    [Fact]
    public async Task A_certificate_that_is_not_trusted_is_told_with_what_to_do()
    {
        var server = new FakeServer().Fails(new HttpRequestException(
            HttpRequestError.SecureConnectionError,
            "The SSL connection could not be established, see inner exception.",
            new AuthenticationException("The remote certificate is invalid because of errors in the certificate chain: UntrustedRoot")));
        using var client = server.Client();
        var failure = await Assert.ThrowsAsync<FlowActorsClientException>(() => client.GetJobsAsync());
        Assert.Equal("There is no secure connection to the server", failure.Title);
        Assert.Contains("http://node:8081/flow/ cannot be reached by TLS: The remote certificate is invalid because of", failure.Message, StringComparison.Ordinal);
        Assert.Contains("SSL_CERT_FILE", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("inner exception", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kl\u00e9", 3)]
    [InlineData("a key", 2)]
    [InlineData("key\n", 4)]
    [InlineData("\u0001", 1)]
    public void A_key_that_no_header_can_hold_is_told_and_not_shown(string key, int place)
    {
        var failure = Assert.Throws<ArgumentException>(() => new FlowActorsClient(new Uri("http://127.0.0.1:1"), key).Dispose());
        Assert.Contains($"at place {place} of {key.Length}", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(key, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_key_is_none() => Assert.Throws<ArgumentException>(() => new FlowActorsClient(new Uri("http://127.0.0.1:1"), "").Dispose());
}
