namespace FlowActors.Operators;

/// <summary>A record that a function of the user's is given where no input hands it over, for a failure to show.</summary>
/// <typeparam name="T">The record.</typeparam>
internal sealed class RecordNote<T> : IRecordAtHand
{
    private T? _record;

    public object? Record => _record;

    public void Set(T record) => _record = record;
}
