namespace FlowActors.Functions;

/// <summary>
/// Folds records into an accumulator and gives results from it. One instance serves all subtasks: keep no fields that change.
/// One that is a <see cref="RichFunction"/> is refused, as nobody would open it.
/// </summary>
/// <typeparam name="TIn">The records.</typeparam>
/// <typeparam name="TAccumulator">What is kept in state for each key.</typeparam>
/// <typeparam name="TOut">The results.</typeparam>
public interface IAggregateFunction<in TIn, TAccumulator, out TOut>
{
    /// <summary>A fresh accumulator.</summary>
    TAccumulator CreateAccumulator();

    /// <summary>The accumulator with one record more; may be the same object, changed.</summary>
    TAccumulator Add(TIn value, TAccumulator accumulator);

    /// <summary>The result so far; must not share anything mutable with the accumulator.</summary>
    TOut GetResult(TAccumulator accumulator);

    /// <summary>The accumulator of both parts; may be either object, changed.</summary>
    TAccumulator Merge(TAccumulator first, TAccumulator second);
}
