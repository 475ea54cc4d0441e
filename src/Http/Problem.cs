using Microsoft.AspNetCore.Http;

namespace FlowActors.Http;

/// <summary>A request that is not answered, as problem details (RFC 9457) tell it.</summary>
/// <param name="status">The status of the response.</param>
/// <param name="title">What was wrong, in a few words.</param>
/// <param name="detail">Where, and what to do.</param>
internal sealed class Problem(int status, string title, string detail) : Exception(detail)
{
    // A restart takes a moment.
    private const string RetryAfterSeconds = "1";

    /// <summary>What was wrong, in a few words.</summary>
    public string Title => title;

    /// <summary>The status of the response.</summary>
    public int Status => status;

    public static Problem NotFound(string title, string detail) => new(StatusCodes.Status404NotFound, title, detail);

    public static Problem Wrong(string title, string detail) => new(StatusCodes.Status400BadRequest, title, detail);

    public static Problem Forbidden(string title, string detail) => new(StatusCodes.Status403Forbidden, title, detail);

    public static Problem Conflict(string title, string detail) => new(StatusCodes.Status409Conflict, title, detail);

    public static Problem NoAnswer(string detail) => new(StatusCodes.Status503ServiceUnavailable, "The cluster does not answer now", detail);

    public static Problem Unavailable(string detail) => new(StatusCodes.Status503ServiceUnavailable, "The state cannot be read now", detail);

    public static Problem Unreadable(string detail) => new(StatusCodes.Status500InternalServerError, "The state cannot be read", detail);

    /// <summary>Whether nothing went wrong, as who asks until something is over expects it in the end: then it stands in no log.</summary>
    public bool IsExpected { get; init; }

    /// <summary>Where a scan goes on that leaves out what is the problem; null for none.</summary>
    public string? Cursor { get; init; }

    public IResult ToResult(HttpContext context)
    {
        if (status == StatusCodes.Status503ServiceUnavailable) context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return Results.Problem(
            Message, statusCode: status, title: title, extensions: Cursor is null ? null : new Dictionary<string, object?> { ["cursor"] = Cursor });
    }
}
