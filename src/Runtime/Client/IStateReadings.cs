using FlowActors.Runtime.Subtasks.Queries;
using FlowActors.State.Scans;

namespace FlowActors.Runtime.Client;

/// <summary>Reads one state of a job: as it is now, or as it was at some time. Thread-safe.</summary>
internal interface IStateReadings
{
    /// <summary>What keys have: of each its elements, none where it has nothing.</summary>
    /// <param name="keys">The bytes of the keys.</param>
    /// <param name="cancellationToken">Gives the question up.</param>
    /// <returns>One for each key, in their order.</returns>
    /// <exception cref="StateUnavailableException">It cannot be read now.</exception>
    /// <exception cref="StateReadException">It cannot be read.</exception>
    Task<IReadOnlyList<KeyReading>> ReadAsync(IReadOnlyList<byte[]> keys, CancellationToken cancellationToken);

    /// <summary>What entries of the map of one key have, as the one element of each; none where there is no such entry.</summary>
    /// <param name="key">The bytes of the key.</param>
    /// <param name="mapKeys">The bytes of keys within its map.</param>
    /// <param name="cancellationToken">Gives the question up.</param>
    /// <returns>One for each key within the map, in their order.</returns>
    /// <exception cref="StateUnavailableException">It cannot be read now.</exception>
    /// <exception cref="StateReadException">It cannot be read.</exception>
    Task<IReadOnlyList<KeyReading>> ReadEntriesAsync(byte[] key, IReadOnlyList<byte[]> mapKeys, CancellationToken cancellationToken);

    /// <summary>
    /// The keys behind a position, in the order of the scan, each with all its elements. A page ends early where an answer has as many bytes as it may have
    /// (<see cref="StateReader.AnswerBytesMax"/>); it has one key at least, if there is any.
    /// </summary>
    /// <param name="scan">What is read.</param>
    /// <param name="after">Where the page before has ended; <see cref="ScanPosition.Start"/> for the first one.</param>
    /// <param name="limit">How many keys there may be; at least one.</param>
    /// <param name="cancellationToken">Gives the question up.</param>
    /// <exception cref="StateUnavailableException">It cannot be read now.</exception>
    /// <exception cref="StateReadException">It cannot be read; the first key alone may be too large for an answer (<see cref="StateReadException.Behind"/>).</exception>
    Task<StatePage> PageAsync(StateScan scan, ScanPosition after, int limit, CancellationToken cancellationToken);
}

/// <summary>Some keys of a state.</summary>
/// <param name="Keys">The keys in the order of their scan.</param>
/// <param name="Next">Where the next page begins; null at the end of the scan.</param>
/// <param name="Attempt">The number of the attempt that they come from, the newest if there are several.</param>
internal sealed record StatePage(IReadOnlyList<ScannedKey> Keys, ScanPosition? Next, int Attempt);
