namespace FlowActors.Runtime.Control;

/// <summary>
/// Why the journal could not be used when it was used last: whoever waits meanwhile for an answer that needs it is told. One for each host. Thread-safe.
/// </summary>
/// <param name="folder">The data folder; null where the journal is in memory.</param>
internal sealed class JournalTrouble(string? folder)
{
    private volatile Exception? _cause;

    /// <summary>What is the matter, and what to do, as whole sentences; null where nothing is.</summary>
    public string? Text => _cause?.GetBaseException().Message is not { } message
        ? null
        : $"The journal{(folder is null ? "" : $" in '{folder}'")} cannot be used: {message.TrimEnd('.')}. Make room or mend the disk and start again: nothing is lost.";

    /// <summary>It could not be written or read.</summary>
    public void Began(Exception cause) => _cause = cause;

    /// <summary>It was written.</summary>
    public void Ended() => _cause = null;
}
