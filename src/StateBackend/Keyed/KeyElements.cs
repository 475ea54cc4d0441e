using System.Collections;
using FlowActors.State.Tables;

namespace FlowActors.State.Keyed;

/// <summary>
/// The elements of one key, read as they are enumerated: one object, which is its own first enumerator. It holds nothing that a user
/// could change or keep.
/// </summary>
internal sealed class KeyElements<TScan, TKey, T>(ScannedState<TKey> state, TScan start) : IEnumerable<T>, IEnumerator<T>
    where TScan : struct, IElementScan<T>
{
    private readonly TScan _start = start;
    private readonly int _version = state.At.Version;
    private readonly int _changes = state.Changes;
    private TScan _scan = start;
    private T? _current;
    private bool _isTaken;

    public T Current => _current!;

    object? IEnumerator.Current => _current;

    public bool MoveNext()
    {
        if (state.Changes != _changes || !state.At.IsAt(_version)) state.ThrowTouched();
        return _scan.TryNext(out _current);
    }

    public IEnumerator<T> GetEnumerator()
    {
        if (state.Changes != _changes || !state.At.IsAt(_version)) state.ThrowTouched();
        if (_isTaken) return new KeyElements<TScan, TKey, T>(state, _start) { _isTaken = true };
        _isTaken = true;
        return this;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Reset() => throw new NotSupportedException("Ask for the elements again.");

    public void Dispose()
    {
    }
}
