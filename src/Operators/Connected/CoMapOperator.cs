namespace FlowActors.Operators;

internal sealed class CoMapOperator<TFirst, TSecond, TOut>(Func<TFirst, TOut> first, Func<TSecond, TOut> second)
    : TwoInputOperator<TFirst, TSecond, TOut>
{
    protected override void CollectFirst(TFirst value, long timestamp)
    {
        Enter();
        Output.Collect(first(value), timestamp);
    }

    protected override void CollectSecond(TSecond value, long timestamp)
    {
        Enter();
        Output.Collect(second(value), timestamp);
    }
}
