namespace FlowActors.Runtime.Control;

/// <summary>
/// Why the journal could not be used when it was used last: whoever waits meanwhile for an answer that needs it is told. One for each host. Thread-safe.
/// </summary>
/// <param name="place">Where the journal is; null where it is in memory.</param>
internal sealed class JournalTrouble(JournalPlace? place)
{
    private volatile Exception? _cause;

    /// <summary>What is the matter, and what to do, as whole sentences; null where nothing is.</summary>
    public string? Text => _cause?.GetBaseException().Message is not { } message
        ? null
        : $"The journal{place?.Name} cannot be used: {message.TrimEnd('.')}. {place?.Advice ?? JournalPlace.DiskAdvice}";

    /// <summary>It could not be written or read.</summary>
    public void Began(Exception cause) => _cause = cause;

    /// <summary>It was written.</summary>
    public void Ended() => _cause = null;
}

/// <summary>Where a journal is, in messages to people.</summary>
/// <param name="Name">Follows the word journal.</param>
/// <param name="Advice">What to do when it cannot be used.</param>
internal sealed record JournalPlace(string Name, string Advice)
{
    public const string DiskAdvice = "Make room or mend the disk and start again: nothing is lost.";

    /// <summary>In a folder.</summary>
    public static JournalPlace Folder(string path) => new($" in '{path}'", DiskAdvice);

    /// <summary>In a database.</summary>
    public static JournalPlace Database(string where) => new($" in {where}", "The node tries again until the server answers; what runs goes on meanwhile, and nothing is lost.");
}
