namespace FlowActors.Operators;

/// <summary>
/// An operator with inputs, numbered from 0. The subtask combines the watermarks of all their channels and aligns their barriers:
/// the operator hears of event time once, whatever number of inputs it has.
/// </summary>
public interface IInputOperator : IStreamOperator, IEventTime
{
    /// <summary>Where records of an input go; asked for once, after <see cref="IStreamOperator.Setup"/>.</summary>
    /// <typeparam name="T">The records, as the graph says.</typeparam>
    /// <param name="input">The number of the input, from 0.</param>
    Input<T> GetInput<T>(int input);
}

/// <summary>
/// An operator with several inputs that chooses which is read next (Flink's word), as a join that reads one side whole before the
/// other. It is asked before each element, which costs time; others are read as records come.
/// </summary>
public interface IInputSelectable : IInputOperator
{
    /// <summary>
    /// The input to be read next; null leaves it to the subtask. Nothing is taken from the others until it changes, with two exceptions:
    /// an input that has ended is no choice, and while all channels of the chosen one stand still at a barrier, the others are read until
    /// they have delivered theirs, or the checkpoint would wait for ever.
    /// </summary>
    int? NextInput { get; }
}
