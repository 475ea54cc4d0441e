namespace FlowActors.State;

/// <summary>
/// Timers of one operator, of one domain of time: kept with its keyed state, by key group. There is one timer for each key, namespace
/// and time. They are taken in the order of their times; those of one time in the order of their keys' stable hashes (unsigned), then of
/// the bytes of key and namespace: so in the same order on every backend, and before and after a restore. Used on the subtask's thread.
/// </summary>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="TNamespace">What is kept apart within a key, such as windows; <see cref="VoidNamespace"/> where nothing is.</typeparam>
public interface ITimerQueue<TKey, TNamespace>
{
    /// <summary>How many there are.</summary>
    long Count { get; }

    /// <summary>Sets a timer of the key at hand.</summary>
    /// <param name="ns">Its namespace, in its canonical form.</param>
    /// <param name="timestamp">In ms; any but <see cref="Timestamps.None"/>.</param>
    /// <returns>False when it was set already.</returns>
    /// <exception cref="InvalidOperationException">No key is at hand, or one that lives elsewhere.</exception>
    bool Add(TNamespace ns, long timestamp);

    /// <summary>Deletes a timer of the key at hand.</summary>
    /// <returns>False when there was none.</returns>
    /// <exception cref="InvalidOperationException">No key is at hand.</exception>
    bool Remove(TNamespace ns, long timestamp);

    /// <summary>The time of the first one; false when there is none.</summary>
    bool TryPeek(out long timestamp);

    /// <summary>Takes the first one out, if its time has come.</summary>
    /// <param name="until">The time up to which, and including which, timers are due.</param>
    /// <param name="timer">The timer, which is set no more.</param>
    bool TryTake(long until, out DueTimer<TKey, TNamespace> timer);

    /// <summary>Deletes all.</summary>
    void Clear();
}

/// <summary>A timer whose time has come.</summary>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="TNamespace">The namespaces.</typeparam>
/// <param name="Key">The key that set it, in its canonical form.</param>
/// <param name="KeyHash">The key's stable hash: for <see cref="KeyAtHand{TKey}.Set(TKey, int)"/>.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Timestamp">Its time in ms.</param>
public readonly record struct DueTimer<TKey, TNamespace>(TKey Key, int KeyHash, TNamespace Namespace, long Timestamp);
