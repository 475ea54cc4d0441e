namespace FlowActors.Bench.Baselines;

/// <summary>A hand-written chain: every stage holds the next one and calls it for each record.</summary>
internal abstract class Stage<T>
{
    public abstract void Collect(T value);
}

internal sealed class MapStage<TIn, TOut>(Func<TIn, TOut> map, Stage<TOut> next) : Stage<TIn>
{
    public override void Collect(TIn value) => next.Collect(map(value));
}

internal sealed class FilterStage<T>(Func<T, bool> filter, Stage<T> next) : Stage<T>
{
    public override void Collect(T value)
    {
        if (filter(value)) next.Collect(value);
    }
}

internal sealed class AggregateStage<T>(Func<T, T, T> aggregate, T initial) : Stage<T>
{
    public T Result { get; private set; } = initial;

    public override void Collect(T value) => Result = aggregate(Result, value);
}
