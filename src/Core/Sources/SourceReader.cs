using FlowActors.Operators;

namespace FlowActors.Sources;

/// <summary>
/// Reads one subtask's share of a source, without ever blocking: what has to be waited for is fetched in the background, and
/// the reader wakes its subtask when it is there. All members are called on the subtask's thread.
/// </summary>
/// <typeparam name="T">The records.</typeparam>
public abstract class SourceReader<T>
{
    /// <summary>Makes ready. The context tells which share is this subtask's.</summary>
    public abstract void Open(OperatorContext context);

    /// <summary>
    /// Emits records until there are none, or until the quantum of the context says to yield, which is asked before each
    /// record. What a record carries as timestamp is its event time, or <see cref="Timestamps.None"/>.
    /// </summary>
    /// <returns>
    /// Done when nothing will ever come again, waiting when there is nothing now and the reader will call
    /// <see cref="OperatorContext.Wake"/> when there is, else why it stopped: see <see cref="RunQuantum.Stop"/>.
    /// </returns>
    /// <remarks>
    /// A failure is told with the name of the operator that <see cref="OperatorContext.Cursor"/> shows at work. Each record that
    /// is emitted leaves it at an operator of the chain behind, so the reader sets <see cref="ExecutionCursor.ChainIndex"/> back
    /// to 0, the source, before it makes the next one. Before each call of this method the engine does it; to do more, it would
    /// have to stand between every record and the chain.
    /// </remarks>
    public abstract Progress Poll(Output<T> output);

    /// <summary>Frees everything; called once, in every case. Background work has ended when it returns.</summary>
    public virtual void Close()
    {
    }
}
