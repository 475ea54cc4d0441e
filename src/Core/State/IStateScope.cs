namespace FlowActors.State;

/// <summary>
/// All state of one subtask. The runtime owns it: opens it before the operators, gives them their views, and disposes it after
/// they are closed, on a thread that may block; again does nothing. It knows every state by name, kind and types, whoever registered it.
/// Used on the subtask's thread, unless said otherwise.
/// </summary>
public interface IStateScope : IDisposable
{
    /// <summary>What is registered now, in the order of registration.</summary>
    IReadOnlyList<RegisteredState> States { get; }

    /// <summary>The keyed states of one operator; the same at each call.</summary>
    /// <exception cref="ArgumentException">No operator of the chain has that uid.</exception>
    /// <exception cref="InvalidOperationException">They were asked for with another type of keys before.</exception>
    /// <exception cref="Serialization.InvalidKeyTypeException">The type cannot be a key.</exception>
    IKeyedStates<TKey> Keyed<TKey>(string operatorUid);

    /// <summary>The operator state of one operator; the same at each call.</summary>
    /// <exception cref="ArgumentException">No operator of the chain has that uid.</exception>
    IOperatorStateStore OperatorState(string operatorUid);

    /// <summary>
    /// Writes out everything: keyed states by key group, each group's states one after the other, in the order of the bytes of key,
    /// namespace and map key; then the operator states. State that was restored and that no operator has asked for since is written as it
    /// came: nothing is lost because an operator did not need it this time.
    /// </summary>
    /// <param name="writer">Called on the present thread.</param>
    void Export(IStateWriter writer);

    /// <summary>
    /// Keeps the state as it is now, to be written out by and by while it is changed further: at the barrier of a checkpoint, between two
    /// elements. How long it takes does not depend on the number of keys and timers. One at a time.
    /// </summary>
    /// <param name="form">How the keyed state is to be kept; operator state is always canonical.</param>
    /// <returns>The state as it is now, which the caller disposes.</returns>
    /// <exception cref="InvalidOperationException">The last frozen state was neither written nor disposed.</exception>
    IFrozenState Freeze(SnapshotForm form = SnapshotForm.Canonical);

    /// <summary>
    /// Takes in what another scope has exported. Before the states are registered: what is registered first is complete.
    /// Elements of key groups that do not live here, and states of operators that the chain does not have, are refused.
    /// </summary>
    /// <returns>Takes what one scope has exported; another one for each.</returns>
    IStateWriter Restore();

    /// <summary>
    /// Takes in databases that scopes of the same backend have frozen in the native form: of each the key groups that live here. Once, on a
    /// thread that may block, before anything else is restored or registered.
    /// </summary>
    /// <param name="databases">Those that hold key groups of this scope, in no order; at least one.</param>
    /// <exception cref="NotSupportedException">The backend keeps no databases.</exception>
    /// <exception cref="IOException">A file cannot be read, or the disk refuses.</exception>
    void Restore(IReadOnlyList<StoredDatabase> databases);
}
