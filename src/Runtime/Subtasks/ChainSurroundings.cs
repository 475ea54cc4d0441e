using FlowActors.Operators;
using FlowActors.Runtime.Exchange;
using FlowActors.Runtime.Subtasks.Metrics;
using FlowActors.Sources.Coordination;
using FlowActors.State;

namespace FlowActors.Runtime.Subtasks;

/// <summary>What all operators of a subtask's chain share.</summary>
/// <param name="Cursor">Where they note who is at work.</param>
/// <param name="Quantum">Says when they must stop.</param>
/// <param name="Suspensions">Takes note of suspended output.</param>
/// <param name="Posted">Brings results back to the subtask's thread.</param>
/// <param name="Figures">Their metrics and accumulators.</param>
/// <param name="State">Their state.</param>
/// <param name="Checks">Makes the checks of what they keep; null where records are not checked.</param>
/// <param name="ShowsRecords">Whether failures may show records.</param>
/// <param name="Notes">Notes what they were given, for failures to show.</param>
/// <param name="Subtask">Woken when there is something to do again.</param>
/// <param name="TellReader">Brings what the reader of a source says to its enumerator, and whether splits are awaited.</param>
/// <param name="Cancelled">Cancelled when the attempt ends.</param>
internal sealed record ChainSurroundings(
    ExecutionCursor Cursor,
    RunQuantum Quantum,
    ISuspensions Suspensions,
    PostedActions Posted,
    LiveFigures Figures,
    IStateScope State,
    RecordChecks? Checks,
    bool ShowsRecords,
    RecordNotes Notes,
    IWakeable Subtask,
    Action<ReaderState, bool> TellReader,
    CancellationToken Cancelled);
