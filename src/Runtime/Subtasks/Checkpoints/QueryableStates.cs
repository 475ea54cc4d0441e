using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Protocols;
using FlowActors.State;
using FlowActors.State.Scopes;

namespace FlowActors.Runtime.Subtasks.Checkpoints;

/// <summary>What a subtask says, in its part of a checkpoint, of the states that queries may read: who reads the files later knows it from there alone.</summary>
internal static class QueryableStates
{
    /// <summary>Those of a scope as they are now; null for none. Of so many that a message cannot name them the rest is not told, and not read at checkpoints.</summary>
    public static IReadOnlyList<QueryableState>? Of(IStateScope scope)
    {
        if (scope is not IQueriedState { Queried: { Count: > 0 } queried }) return null;
        var bytes = 0;
        return
        [
            .. queried
                .TakeWhile(s => (bytes += BytesOf(s.Header)) <= ControlLimits.QueryableBytesMax)
                .Select(s => new QueryableState(s.Header.OperatorUid, s.Header.Name, s.Keys) { TimeToLive = s.TimeToLive }),
        ];
    }

    // Two numbers stand beside the names.
    private static int BytesOf(StateHeader header) => ControlText.Bytes(header.OperatorUid) + ControlText.Bytes(header.Name) + (3 * ControlLimits.ValueBytes);
}
