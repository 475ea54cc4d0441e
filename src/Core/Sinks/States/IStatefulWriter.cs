namespace FlowActors.Sinks;

/// <summary>What both kinds of writers with state have.</summary>
/// <typeparam name="TState">One element of the state.</typeparam>
internal interface IStatefulWriter<TState>
{
    void Restore(IReadOnlyList<TState> state);

    IEnumerable<TState> Snapshot(long checkpointId);
}
