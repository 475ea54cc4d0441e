using FlowActors.Operators;

namespace FlowActors.State;

/// <summary>A broadcast state that can be told who writes it. Used on the subtask's thread.</summary>
internal interface IBroadcastStateGuard
{
    /// <summary>From here on a change outside of these calls throws.</summary>
    void WriteOnlyIn(UserCall call);
}
