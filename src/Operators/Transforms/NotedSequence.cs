using System.Collections;

namespace FlowActors.Operators;

/// <summary>The results of a flatMap, which are made long after its call: carries the record that they are made of, for a failure to show.</summary>
internal sealed class NotedSequence<TIn, TOut>(TIn record, IEnumerable<TOut> results, ExecutionCursor cursor)
    : IEnumerable<TOut>, IEnumerator<TOut>, IRecordAtHand
{
    private IEnumerator<TOut>? _inner;

    public object? Record => record;

    public TOut Current => _inner!.Current;

    object? IEnumerator.Current => Current;

    /// <summary>The function, noting what it is given as long as its results are enumerated.</summary>
    public static Func<TIn, IEnumerable<TOut>> Noting(Func<TIn, IEnumerable<TOut>> flatMap, ExecutionCursor cursor) =>
        record => flatMap(record) is { } results ? new NotedSequence<TIn, TOut>(record, results, cursor) : null!;

    public IEnumerator<TOut> GetEnumerator()
    {
        _inner = results.GetEnumerator();
        return this;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool MoveNext()
    {
        var outer = cursor.AtHand;
        cursor.AtHand = this;
        var moved = _inner!.MoveNext();
        cursor.AtHand = outer;
        return moved;
    }

    public void Reset() => throw new NotSupportedException("Results are enumerated once.");

    public void Dispose() => _inner?.Dispose();
}
