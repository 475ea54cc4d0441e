namespace FlowActors.Testing;

/// <summary>Drives one subtask of an operator with one input; see <see cref="OperatorHarness"/>.</summary>
/// <typeparam name="TIn">What comes in.</typeparam>
/// <typeparam name="TOut">What goes out by output 0.</typeparam>
public sealed class OperatorHarness<TIn, TOut> : OperatorHarness
{
    private readonly int? _onlySubtask;

    internal OperatorHarness(OperatorBlueprint blueprint, HarnessSettings settings)
        : base(blueprint, settings) => _onlySubtask = settings.Parallelism == 1 ? null : settings.SubtaskIndex;

    /// <summary>The records that the main output has emitted, oldest first.</summary>
    public IReadOnlyList<TOut> Records => RecordsOf<TOut>();

    /// <summary>Gives the operator a record.</summary>
    /// <param name="value">The record.</param>
    /// <param name="timestamp">Its event time in ms; null for none.</param>
    /// <exception cref="InvalidOperationException">The input has ended, or the operator has failed before.</exception>
    /// <exception cref="Serialization.SerializationException">The record cannot travel.</exception>
    /// <exception cref="OperatorFailedException">The operator threw.</exception>
    public void Process(TIn value, long? timestamp = null) => Process(0, value, timestamp);

    /// <summary>As <see cref="OperatorHarness.Snapshot"/>.</summary>
    public new OperatorSnapshot<TIn, TOut> Snapshot() => new(base.Snapshot(), _onlySubtask);
}
