namespace FlowActors.Client.Wire;

/// <summary>Problem details (RFC 9457), as far as they are told.</summary>
internal sealed record ProblemDetails(string? Title, int? Status, string? Detail, string? Cursor = null);
