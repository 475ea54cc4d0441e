using FlowActors.Operators;
using FlowActors.State;

namespace FlowActors.Sinks;

/// <summary>Brings a writer's state into snapshots and back. Used on the subtask's thread.</summary>
internal abstract class WriterState
{
    /// <summary>Gives the writer what was restored, if anything was.</summary>
    public abstract void Restore();

    /// <summary>Takes what the writer has now.</summary>
    public abstract void Snapshot(long checkpointId);
}

/// <summary>As operator state of one list.</summary>
/// <typeparam name="TState">One element.</typeparam>
internal sealed class WriterState<TState>(IStatefulWriter<TState> writer, OperatorContext context) : WriterState
{
    /// <summary>The name of the state, which stands in snapshots and never changes.</summary>
    public const string Name = "sink-writer";

    private readonly IOperatorListState<TState> _state = Register(context);

    /// <summary>The state; it is registered if it was not.</summary>
    public static IOperatorListState<TState> Register(OperatorContext context) => context.OperatorState.GetListState(new ListStateDescriptor<TState>(Name));

    public override void Restore()
    {
        if (_state.Get().ToArray() is { Length: > 0 } restored) writer.Restore(restored);
    }

    public override void Snapshot(long checkpointId) => _state.Update(writer.Snapshot(checkpointId));
}
