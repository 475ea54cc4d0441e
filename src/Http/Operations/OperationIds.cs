using System.Diagnostics.CodeAnalysis;

namespace FlowActors.Http.Operations;

/// <summary>
/// The ids of operations: what they are about and the name of the request, so that any node knows whom to ask. Who names its request gets the same id when it
/// repeats it.
/// </summary>
internal static class OperationIds
{
    private const int RequestMax = 64;
    private const int JobLength = 32;
    private const string Dispose = "dispose";

    public static string Of(JobId job, string request) => $"{job}-{request}";

    public static string OfDisposal(string request) => $"{Dispose}-{request}";

    /// <summary>The name of a request: as it was given, or a new one.</summary>
    /// <exception cref="Problem">It cannot be one.</exception>
    public static string NameOf(string? request)
    {
        if (request is null) return Guid.NewGuid().ToString("n");
        return IsName(request)
            ? request
            : throw Problem.Wrong("That is no name of a request", $"'request' has 1 to {RequestMax} letters, digits, '-' and '_' of ASCII. Leave it out, and one is made.");
    }

    /// <summary>Takes an id apart; the job is null where it is about none.</summary>
    public static bool TryRead(string id, out JobId? job, [NotNullWhen(true)] out string? request)
    {
        (job, request) = (null, null);
        if (id.StartsWith($"{Dispose}-", StringComparison.Ordinal)) request = id[(Dispose.Length + 1)..];
        else if (id.Length > JobLength && id[JobLength] == '-' && id.Take(JobLength).All(char.IsAsciiHexDigitLower))
            (job, request) = (new JobId(id[..JobLength]), id[(JobLength + 1)..]);
        return request is not null && IsName(request);
    }

    private static bool IsName(string text) => text.Length is >= 1 and <= RequestMax && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
