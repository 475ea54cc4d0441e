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

    internal static FlowActorsClientException Unreachable(Uri address, Exception cause) =>
        new("The server cannot be reached", $"{address} cannot be reached: {cause.Message} Is the application running, and served over HTTP there?", cause);

    internal static FlowActorsClientException Unclear(Uri address, string what, Exception? cause = null) =>
        new("The answer cannot be read", $"What {address} answered cannot be read: {what}. Is it FlowActors that listens there, in the version of this client?", cause);
}
