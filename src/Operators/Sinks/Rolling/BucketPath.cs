namespace FlowActors.Sinks;

/// <summary>Whether a bucket is a folder in the sink's folder.</summary>
internal static class BucketPath
{
    /// <exception cref="InvalidOperationException">It leads elsewhere, or is hidden.</exception>
    public static void Check(string? bucket, string folder)
    {
        if (bucket is { Length: 0 }) return;
        if (bucket is null || bucket.Split('/').Any(name => name.Length == 0 || name[0] == '.' || name.AsSpan().ContainsAny('\\', '\0')))
        {
            throw new InvalidOperationException(
                $"A record was assigned to the folder '{bucket}' below '{folder}'. A folder is one or more names with '/' between them, none of " +
                "them empty or with a dot at its beginning, and without '\\': see to what the bucket assigner gives.");
        }
    }
}
