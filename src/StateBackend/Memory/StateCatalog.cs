namespace FlowActors.State.Memory;

/// <summary>The states of one operator by name. A name stands for one state of one kind and type.</summary>
internal sealed class StateCatalog(string operatorName)
{
    private readonly Dictionary<string, (StateSignature Signature, object State)> _states = [];

    /// <summary>The state of that name, made when the name is new.</summary>
    /// <exception cref="InvalidOperationException">The name stands for something else.</exception>
    public TState GetOrAdd<TState>(string name, StateSignature signature, Func<TState> create)
        where TState : class
    {
        if (!_states.TryGetValue(name, out var known))
        {
            var state = create();
            _states.Add(name, (signature, state));
            return state;
        }

        if (known.Signature == signature) return (TState)known.State;
        throw new InvalidOperationException(
            $"State '{name}' of operator '{operatorName}' is a {known.Signature} and was asked for as a {signature}. Within one " +
            "operator a name stands for one state of one kind and type: choose another name, or the same descriptor in both places.");
    }

    public void Clear() => _states.Clear();
}
