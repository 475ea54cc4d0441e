namespace FlowActors.Runtime.Control.Coordination;

/// <summary>A table of the legal ways from one phase to the next; any other throws.</summary>
/// <param name="legal">The ways.</param>
internal sealed class Transitions(params (Type From, Type To)[] legal)
{
    /// <summary>The new phase.</summary>
    /// <exception cref="InvalidOperationException">The way is not legal.</exception>
    public T Move<T>(string who, T from, T to)
        where T : class => Array.IndexOf(legal, (from.GetType(), to.GetType())) >= 0
            ? to
            : throw new InvalidOperationException($"{who} cannot go from {from.GetType().Name} to {to.GetType().Name}.");
}
