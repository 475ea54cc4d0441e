using FlowActors.State.Keyed;
using FlowActors.State.Scans;

namespace FlowActors.State.Scopes;

/// <summary>The keyed states of a scope as queries see them: as bytes, whatever their types are. Used on the subtask's thread; changes nothing.</summary>
internal interface IQueriedState
{
    /// <summary>The states that queries may read.</summary>
    IReadOnlyList<QueriedState> Queried { get; }

    /// <summary>Whether there is such a state, and queries may read it.</summary>
    bool MayRead(string operatorUid, string state);

    /// <inheritdoc cref="IElementsOfKeys.GroupOf"/>
    /// <exception cref="ArgumentException">There is no such operator, or it has not asked for a keyed state of that name.</exception>
    int GroupOf(string operatorUid, string state, ReadOnlySpan<byte> key);

    /// <inheritdoc cref="IElementsOfKeys.Read"/>
    /// <exception cref="ArgumentException">There is no such operator, or it has not asked for a keyed state of that name.</exception>
    void Read(string operatorUid, string state, ReadOnlySpan<byte> key, ElementTaker taker);

    /// <inheritdoc cref="IElementsOfKeys.ReadEntries"/>
    /// <exception cref="ArgumentException">There is no such operator, or it has not asked for a keyed state of that name.</exception>
    void ReadEntries(string operatorUid, string state, ReadOnlySpan<byte> key, IEnumerable<byte[]> mapKeys, ElementTaker taker);

    /// <inheritdoc cref="PageReading.GoOn"/>
    /// <exception cref="ArgumentException">There is no such operator, or it has not asked for a keyed state of that name.</exception>
    bool GoOn(string operatorUid, string state, PageReading page, ScanSlice slice);
}

/// <summary>A state that queries may read.</summary>
/// <param name="Header">What its bytes are.</param>
/// <param name="Keys">How many keys have something in it here; on disk an estimate.</param>
internal sealed record QueriedState(StateHeader Header, long Keys)
{
    /// <summary>After how many ms since its last touch an element is not seen any more; null where all are seen.</summary>
    public long? TimeToLive { get; init; }
}
