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

    /// <param name="node">The name of the node that was asked, which alone knows of it.</param>
    /// <param name="request">Names the request; without a '-'.</param>
    public static string OfDisposal(string node, string request) => $"{Dispose}-{node}-{request}";

    /// <summary>The name of a request: as it was given, or a new one.</summary>
    /// <exception cref="Problem">It cannot be one.</exception>
    public static string NameOf(string? request)
    {
        if (request is null) return Guid.NewGuid().ToString("n");
        return IsName(request)
            ? request
            : throw Problem.Wrong("That is no name of a request", $"'request' has 1 to {RequestMax} letters, digits, '-' and '_' of ASCII. Leave it out, and one is made.");
    }

    /// <summary>Takes the id of what a job was asked for apart.</summary>
    public static bool TryRead(string id, [NotNullWhen(true)] out JobId? job, [NotNullWhen(true)] out string? request)
    {
        (job, request) = (null, null);
        if (id.Length <= JobLength || id[JobLength] != '-' || !id.Take(JobLength).All(char.IsAsciiHexDigitLower) || !IsName(id[(JobLength + 1)..])) return false;
        (job, request) = (new JobId(id[..JobLength]), id[(JobLength + 1)..]);
        return true;
    }

    /// <summary>Takes the id of a deletion apart.</summary>
    public static bool TryReadDisposal(string id, [NotNullWhen(true)] out string? node, [NotNullWhen(true)] out string? request)
    {
        (node, request) = (null, null);
        var (begin, end) = (Dispose.Length + 1, id.LastIndexOf('-'));
        if (!id.StartsWith($"{Dispose}-", StringComparison.Ordinal) || end <= begin || !IsName(id[(end + 1)..])) return false;
        (node, request) = (id[begin..end], id[(end + 1)..]);
        return true;
    }

    private static bool IsName(string text) => text.Length is >= 1 and <= RequestMax && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
