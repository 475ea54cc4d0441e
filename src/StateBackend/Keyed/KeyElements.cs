using System.Collections;
using FlowActors.State.Tables;

namespace FlowActors.State.Keyed;

/// <summary>
/// The elements of one key, read as they are enumerated: one object, which is its own first enumerator. It holds nothing that a user
/// could change or keep.
/// </summary>
internal sealed class KeyElements<TScan, TKey, T>(ScannedState<TKey> state, KeyAtHand<TKey> at, TScan scan) : IEnumerable<T>, IEnumerator<T>
    where TScan : struct, IElementScan<T>
{
    private readonly long _call = at.Current;
    private readonly int _changes = state.Changes;
    private TScan _scan = scan;
    private T? _current;
    private bool _isTaken;

    public T Current => _current!;

    object? IEnumerator.Current => _current;

    public bool MoveNext()
    {
        if (at.Current != _call || state.Changes != _changes) state.ThrowTouched();
        return _scan.TryNext(out _current);
    }

    public IEnumerator<T> GetEnumerator()
    {
        if (!_isTaken)
        {
            _isTaken = true;
            return this;
        }

        if (at.Current != _call || state.Changes != _changes) state.ThrowTouched();
        var again = new KeyElements<TScan, TKey, T>(state, at, _scan) { _isTaken = true };
        again._scan.Restart();
        return again;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Reset() => throw new NotSupportedException("Ask for the elements again.");

    public void Dispose()
    {
    }
}
