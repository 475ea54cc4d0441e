namespace FlowActors.Operators;

/// <summary>
/// Enumerates what the function returns, so that one record may give any number of results in bounded memory.
/// </summary>
internal sealed class EnumerableFlatMapOperator<TIn, TOut>(Func<TIn, IEnumerable<TOut>> flatMap) : SuspendableOperator<TIn, TOut>
{
    private Func<TIn, IEnumerable<TOut>> _flatMap = flatMap;
    private IEnumerator<TOut>? _results;
    private long _timestamp;

    public override void Open()
    {
        if (Context.ShowsRecords) _flatMap = NotedSequence<TIn, TOut>.Noting(_flatMap, Context.Cursor);
    }

    public override void Close() => _results?.Dispose();

    protected override bool Begin(TIn value, long timestamp)
    {
        Enter();
        var results = _flatMap(value)
            ?? throw new InvalidOperationException("The function of FlatMap returned null: return an empty sequence for a record without results.");
        _results = results.GetEnumerator();
        _timestamp = timestamp;
        return true;
    }

    protected override bool EmitNext()
    {
        Enter();
        if (_results!.MoveNext())
        {
            Output.Collect(_results.Current, _timestamp);
            return true;
        }

        _results.Dispose();
        _results = null;
        return false;
    }
}
