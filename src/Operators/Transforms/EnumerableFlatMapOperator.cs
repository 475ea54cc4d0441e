namespace FlowActors.Operators;

/// <summary>
/// Enumerates what the function returns. The loop is the engine's: it stops when an output is full or the quantum is over
/// and goes on in the next run, so one record may give any number of results in bounded memory.
/// </summary>
internal sealed class EnumerableFlatMapOperator<TIn, TOut>(Func<TIn, IEnumerable<TOut>> flatMap) : OneInputOperator<TIn, TOut>
{
    private Func<TIn, IEnumerable<TOut>> _flatMap = flatMap;
    private RunQuantum? _quantum;
    private IEnumerator<TOut>? _pending;
    private long _timestamp;

    public override void Open()
    {
        _quantum = Context.Quantum;
        if (Context.ShowsRecords) _flatMap = NotedSequence<TIn, TOut>.Noting(_flatMap, Context.Cursor);
    }

    public override void Collect(TIn value, long timestamp)
    {
        // User code before this operator emits more than one record in one call while an enumeration stands still: that
        // enumeration is finished first, into overdraft, because the order of results must hold.
        if (_pending is not null) EmitAll();
        Enter();
        var results = _flatMap(value)
            ?? throw new InvalidOperationException("The function of FlatMap returned null: return an empty sequence for a record without results.");
        _pending = results.GetEnumerator();
        _timestamp = timestamp;
        if (!Emit()) Context.Suspend(this);
    }

    // The same holds for a watermark: user code may emit one right behind a record whose enumeration stands still.
    public override void Watermark(long timestamp)
    {
        if (_pending is not null) EmitAll();
        base.Watermark(timestamp);
    }

    public override void Status(bool active)
    {
        if (_pending is not null) EmitAll();
        base.Status(active);
    }

    public override bool Resume() => _pending is null || Emit();

    public override void Close() => _pending?.Dispose();

    private bool Emit()
    {
        while (!_quantum!.ShouldYield())
        {
            if (!EmitNext()) return true;
        }

        return false;
    }

    private void EmitAll()
    {
        while (EmitNext())
        {
        }
    }

    private bool EmitNext()
    {
        Enter();
        if (_pending!.MoveNext())
        {
            Output.Collect(_pending.Current, _timestamp);
            return true;
        }

        _pending.Dispose();
        _pending = null;
        return false;
    }
}
