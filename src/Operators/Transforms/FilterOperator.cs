namespace FlowActors.Operators;

internal sealed class FilterOperator<T>(Func<T, bool> predicate) : OneInputOperator<T, T>
{
    public override void Collect(T value, long timestamp)
    {
        Enter();
        if (predicate(value)) Output.Collect(value, timestamp);
    }
}
