using FlowActors.Sources.Coordination;
using FlowActors.State;

namespace FlowActors.Testing;

/// <summary>The surroundings of one reader of a source in a harness.</summary>
/// <param name="blueprint">The source's operator.</param>
/// <param name="settings">The surroundings of the subtask.</param>
/// <param name="scope">The subtask's state.</param>
/// <param name="tell">Brings to the enumerator what the reader says.</param>
/// <param name="woken">Somebody wakes the subtask; from any thread.</param>
internal sealed class ReaderContext(
    OperatorBlueprint blueprint, HarnessSettings settings, IStateScope scope, Action<ReaderState> tell, Action woken)
    : HarnessContext(blueprint, settings, settings.MaxParallelism!.Value, scope, settings.Clock!)
{
    /// <summary>What the reader has said last.</summary>
    public ReaderState State { get; private set; }

    public override void Wake()
    {
        base.Wake();
        woken();
    }

    internal override void TellReader(ReaderState state, bool awaitsSplits)
    {
        State = state;
        tell(state);
    }
}
