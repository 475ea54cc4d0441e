using System.Diagnostics.CodeAnalysis;

namespace FlowActors.Sources;

/// <summary>
/// Gives the records of a split, one after the other, as far as they are at hand. It is a struct, so that the loop that calls it is made for it
/// and no virtual call for a record is added; it is copied into that loop and back, so what it counts is right again when
/// <see cref="SplitOutput{T}.Emit"/> has returned.
/// </summary>
/// <typeparam name="T">The records.</typeparam>
public interface IRecordCursor<T>
{
    /// <summary>The next record. Never waits.</summary>
    /// <param name="record">The record.</param>
    /// <param name="timestamp">Its event time in ms, or <see cref="Timestamps.None"/>.</param>
    /// <returns>False when none is at hand: for now, or because the reader wants to stop here.</returns>
    bool TryNext([MaybeNullWhen(false)] out T record, out long timestamp);
}
