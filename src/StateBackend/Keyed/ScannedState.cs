using System.Diagnostics.CodeAnalysis;

namespace FlowActors.State.Keyed;

/// <summary>The ground of states that hand out the elements of a key as they are enumerated.</summary>
internal abstract class ScannedState<TKey>(KeyAtHand<TKey> at, string name, string operatorName)
{
    /// <summary>Counts the changes, so that an enumeration can notice them.</summary>
    public int Changes { get; protected set; }

    protected KeyAtHand<TKey> At => at;

    [DoesNotReturn]
    public void ThrowTouched() => throw new InvalidOperationException(
        $"The elements of state '{name}' of operator '{operatorName}' were read on after the state was changed, or after the call that " +
        "their key belongs to, or by another thread. Take them into a list first.");
}
