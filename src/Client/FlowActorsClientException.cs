using System.Net;

namespace FlowActors.Client;

/// <summary>A question that was not answered. The message is what people are told: where, and what to do.</summary>
public sealed class FlowActorsClientException : Exception
{
    internal FlowActorsClientException(string title, string message, Exception? cause = null)
        : base(message, cause) => Title = title;

    /// <summary>What was wrong, in a few words.</summary>
    public string Title { get; }

    /// <summary>The status of the response; null when there was none.</summary>
    public HttpStatusCode? Status { get; internal init; }

    /// <summary>When it is worth to ask again; null when the server does not say.</summary>
    public TimeSpan? RetryAfter { get; internal init; }

    /// <summary>Where a scan goes on behind the key, or the entry, that is too large for an answer (413); null where it is something else that was refused, or where it cannot.</summary>
    public string? Cursor { get; internal init; }

    internal static FlowActorsClientException Unreachable(Uri address, HttpRequestException cause) => cause.HttpRequestError == HttpRequestError.SecureConnectionError
        ? new(
            "There is no secure connection to the server",
            $"{address} cannot be reached by TLS: {cause.GetBaseException().Message} Is it HTTPS that listens there, with a certificate for '{address.Host}' by an authority " +
            "that this machine trusts? On Linux the variable SSL_CERT_FILE names a file in PEM with the authorities to trust.",
            cause)
        : Unreachable(address, (Exception)cause);

    internal static FlowActorsClientException Unreachable(Uri address, Exception cause) =>
        new("The server cannot be reached", $"{address} cannot be reached: {cause.Message} Is the application running, and served over HTTP there?", cause);

    internal static FlowActorsClientException Unclear(Uri address, string what, Exception? cause = null) =>
        new("The answer cannot be read", $"What {address} answered cannot be read: {what}. Is it FlowActors that listens there, in the version of this client?", cause);
}
