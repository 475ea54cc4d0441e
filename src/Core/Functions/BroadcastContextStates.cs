using FlowActors.State;

namespace FlowActors.Functions;

/// <summary>Gives broadcast state: <c>context.GetBroadcastState(descriptor)</c> in functions of the broadcast state pattern.</summary>
public static class BroadcastContextStates
{
    /// <summary>The broadcast state of that name, to be read.</summary>
    /// <param name="context">The context of a call for the data side.</param>
    /// <param name="descriptor">One of those that the broadcast side was given by <c>Broadcast</c>.</param>
    /// <exception cref="InvalidOperationException">It is none of those, or no call is under way.</exception>
    public static IReadOnlyBroadcastState<TMapKey, TMapValue> GetBroadcastState<TMapKey, TMapValue>(
        this IReadOnlyBroadcastContext context, MapStateDescriptor<TMapKey, TMapValue> descriptor)
        where TMapKey : notnull
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.BroadcastStates.Get(descriptor);
    }

    /// <summary>The broadcast state of that name, to be read and changed, in every subtask alike.</summary>
    /// <param name="context">The context of a call for the broadcast side.</param>
    /// <param name="descriptor">One of those that the broadcast side was given by <c>Broadcast</c>.</param>
    /// <exception cref="InvalidOperationException">It is none of those, or no call is under way.</exception>
    public static IBroadcastState<TMapKey, TMapValue> GetBroadcastState<TMapKey, TMapValue>(
        this IBroadcastContext context, MapStateDescriptor<TMapKey, TMapValue> descriptor)
        where TMapKey : notnull
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.BroadcastStates.Get(descriptor);
    }
}
