namespace FlowActors.Operators;

internal sealed class MapOperator<TIn, TOut>(Func<TIn, TOut> map) : OneInputOperator<TIn, TOut>
{
    public override void Collect(TIn value, long timestamp)
    {
        Enter();
        Output.Collect(map(value), timestamp);
    }
}
