namespace FlowActors.Operators;

/// <summary>Keeps the records that are values, as such.</summary>
internal sealed class NotNullOperator<T> : OneInputOperator<T?, T>
    where T : struct
{
    public override void Collect(T? value, long timestamp)
    {
        if (value is { } present) Output.Collect(present, timestamp);
    }
}
