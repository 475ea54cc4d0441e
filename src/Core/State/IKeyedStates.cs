using FlowActors.Serialization;

namespace FlowActors.State;

/// <summary>
/// The keyed states of one operator: its view of the subtask's <see cref="IStateScope"/>. All backends serve this contract, and
/// operators cannot tell them apart. Used on the subtask's thread only.
/// </summary>
/// <remarks>
/// Values have two forms, as objects and as bytes (by the state's serializer); when which is used is the backend's business.
/// A snapshot freezes what is dirty at the barrier while processing goes on: nothing in this contract hands out a value that
/// the backend could not notice being changed, which is why a table gives references only until its next call, and why
/// reading a value of a mutable type counts as a write, unless the reader says that it changes nothing.
/// </remarks>
/// <typeparam name="TKey">The keys.</typeparam>
public interface IKeyedStates<TKey> : IKeyedStateStore
{
    /// <summary>How keys are encoded, hashed and compared.</summary>
    KeySerializer<TKey> KeySerializer { get; }

    /// <summary>The key groups that live here.</summary>
    KeyGroupRange KeyGroups { get; }

    /// <summary>The key that all keyed states refer to, which the operator sets and clears.</summary>
    KeyAtHand<TKey> Key { get; }

    /// <summary>
    /// The table of that name: what the built-in operators fold into, with one look-up for each record.
    /// </summary>
    /// <exception cref="InvalidOperationException">The name is taken by a state of another kind or type.</exception>
    StateTable<TKey, TValue> GetTable<TValue>(ValueStateDescriptor<TValue> descriptor);

    /// <summary>The timers of that name: kept, exported and restored as the states are, under names of the same kind.</summary>
    /// <typeparam name="TNamespace">
    /// What is kept apart within a key, such as windows: a type that can be a key, or <see cref="VoidNamespace"/>.
    /// </typeparam>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="InvalidOperationException">The name is taken by a state, or by timers with other namespaces.</exception>
    /// <exception cref="InvalidKeyTypeException">The namespace's type cannot be a key.</exception>
    ITimerQueue<TKey, TNamespace> GetTimers<TNamespace>(string name);

    /// <summary>
    /// The keys of a key group that have something in the state of that name, each once, in their canonical form and in the order of their
    /// bytes. A copy: what is done with the states meanwhile does not reach it.
    /// </summary>
    /// <param name="name">The state's name.</param>
    /// <param name="keyGroup">One of <see cref="KeyGroups"/>.</param>
    /// <exception cref="ArgumentException">No keyed state of that name is registered.</exception>
    IReadOnlyList<TKey> KeysOf(string name, int keyGroup);
}
