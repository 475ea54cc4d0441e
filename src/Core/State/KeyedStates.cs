using System.Diagnostics.CodeAnalysis;

namespace FlowActors.State;

/// <summary>
/// A state that belongs to the key of the record at hand. Used on the subtask's thread, during a call of user code: touched outside
/// of one, as by another thread between two calls, every state throws an <see cref="InvalidOperationException"/> that names the operator.
/// </summary>
/// <remarks>
/// Where a value of a mutable type may be changed in place, that is until the call returns that has read it, or has put it in. Do not keep it to
/// change it in a later call: state knows nothing of such a change, which may get into a checkpoint that it came after, or be missing from a later
/// one. Read it again in each call. The same value must not be put in for two keys.
/// </remarks>
public interface IKeyedState
{
    /// <summary>Removes what the key has in this state.</summary>
    void Clear();
}

/// <summary>One value for each key.</summary>
/// <typeparam name="T">The value.</typeparam>
public interface IValueState<T> : IKeyedState
{
    /// <summary>
    /// The key's value; false when it has none. A value of a mutable type may be changed in place: reading one counts as a
    /// write, so the change is kept whether <see cref="Update"/> is called or not.
    /// </summary>
    bool TryGet([MaybeNullWhen(false)] out T value);

    /// <summary>
    /// As <see cref="TryGet"/>, with the promise that the value is not changed, which spares a backend on disk writing it back. A change
    /// in place may be kept or lost.
    /// </summary>
    bool TryPeek([MaybeNullWhen(false)] out T value);

    /// <summary>The key's value, or the type's default when it has none; see <see cref="TryGet"/>.</summary>
    T? Value();

    /// <summary>Sets the key's value; null removes it, as <see cref="IKeyedState.Clear"/> does.</summary>
    void Update(T value);
}

/// <summary>A list for each key, in the order of adding.</summary>
/// <typeparam name="T">The elements.</typeparam>
public interface IListState<T> : IKeyedState
{
    /// <summary>
    /// The key's elements, read as they are enumerated; empty when it has none. Good until this state is changed or the call that the key
    /// belongs to returns: then going on throws. Take the elements into a list to keep them. Elements of a mutable type may be
    /// changed in place, which is kept.
    /// </summary>
    IEnumerable<T> Get();

    /// <summary>As <see cref="Get"/>, with the promise that no element is changed; see <see cref="IValueState{T}.TryPeek"/>.</summary>
    IEnumerable<T> Peek();

    /// <summary>Appends one.</summary>
    void Add(T value);

    /// <summary>Appends many, which are taken whole first: they may be made from this very list, and where that fails nothing is changed.</summary>
    void AddAll(IEnumerable<T> values);

    /// <summary>Replaces the whole list by what is taken whole first; an empty one clears it.</summary>
    void Update(IEnumerable<T> values);
}

/// <summary>A map for each key.</summary>
/// <typeparam name="TMapKey">The keys of the map.</typeparam>
/// <typeparam name="TMapValue">The values of the map.</typeparam>
public interface IMapState<TMapKey, TMapValue> : IKeyedState
{
    /// <summary>True when the key's map has no entry.</summary>
    bool IsEmpty { get; }

    /// <summary>The value of an entry; false when there is none. Mutable values may be changed in place.</summary>
    bool TryGet(TMapKey mapKey, [MaybeNullWhen(false)] out TMapValue value);

    /// <summary>As <see cref="TryGet"/>, with the promise that the value is not changed; see <see cref="IValueState{T}.TryPeek"/>.</summary>
    bool TryPeek(TMapKey mapKey, [MaybeNullWhen(false)] out TMapValue value);

    /// <summary>Adds or replaces an entry. The value may be null.</summary>
    void Put(TMapKey mapKey, TMapValue value);

    /// <summary>
    /// Adds or replaces many; of two with one key the later one stays. They are taken whole first, so they may be made from this very map,
    /// and where that fails or a key is null nothing is changed.
    /// </summary>
    void PutAll(IEnumerable<KeyValuePair<TMapKey, TMapValue>> entries);

    /// <summary>Removes an entry; false when there was none.</summary>
    bool Remove(TMapKey mapKey);

    /// <summary>Whether there is such an entry.</summary>
    bool Contains(TMapKey mapKey);

    /// <summary>
    /// All entries of the key's map, in no order that may be relied on, read as they are enumerated. Good until this state is changed or
    /// the call that the key belongs to returns: then going on throws. Mutable values may be changed in place, which is kept.
    /// </summary>
    IEnumerable<KeyValuePair<TMapKey, TMapValue>> Entries();

    /// <summary>The keys of <see cref="Entries"/>, in the same order and read alike.</summary>
    IEnumerable<TMapKey> Keys();

    /// <summary>The values of <see cref="Entries"/>, in the same order and read alike. Mutable ones may be changed in place, which is kept.</summary>
    IEnumerable<TMapValue> Values();

    /// <summary>As <see cref="Entries"/>, with the promise that no value is changed; see <see cref="IValueState{T}.TryPeek"/>.</summary>
    IEnumerable<KeyValuePair<TMapKey, TMapValue>> PeekEntries();
}

/// <summary>A fold for each key.</summary>
/// <typeparam name="TIn">What is added.</typeparam>
/// <typeparam name="TOut">What is read.</typeparam>
public interface IAppendingState<in TIn, TOut> : IKeyedState
{
    /// <summary>Folds a value in.</summary>
    void Add(TIn value);

    /// <summary>The result so far; false when nothing was added.</summary>
    bool TryGet([MaybeNullWhen(false)] out TOut result);
}

/// <summary>A fold whose values, state and result have one type.</summary>
/// <typeparam name="T">The values.</typeparam>
public interface IReducingState<T> : IAppendingState<T, T>;

/// <summary>A fold by an aggregate function.</summary>
/// <typeparam name="TIn">What is added.</typeparam>
/// <typeparam name="TOut">What is read.</typeparam>
public interface IAggregatingState<in TIn, TOut> : IAppendingState<TIn, TOut>;

/// <summary>Gives an operator's keyed states by descriptor; asked when the operator opens.</summary>
public interface IKeyedStateStore
{
    /// <summary>The value state of that name.</summary>
    /// <exception cref="InvalidOperationException">The name is taken by a state of another kind or type.</exception>
    IValueState<T> GetState<T>(ValueStateDescriptor<T> descriptor);

    /// <summary>The list state of that name.</summary>
    /// <exception cref="InvalidOperationException">The name is taken by a state of another kind or type.</exception>
    IListState<T> GetListState<T>(ListStateDescriptor<T> descriptor);

    /// <summary>The map state of that name.</summary>
    /// <exception cref="InvalidOperationException">The name is taken by a state of another kind or type.</exception>
    IMapState<TMapKey, TMapValue> GetMapState<TMapKey, TMapValue>(MapStateDescriptor<TMapKey, TMapValue> descriptor)
        where TMapKey : notnull;

    /// <summary>The reducing state of that name.</summary>
    /// <exception cref="InvalidOperationException">The name is taken by a state of another kind or type.</exception>
    IReducingState<T> GetReducingState<T>(ReducingStateDescriptor<T> descriptor);

    /// <summary>The aggregating state of that name.</summary>
    /// <exception cref="InvalidOperationException">The name is taken by a state of another kind or type.</exception>
    IAggregatingState<TIn, TOut> GetAggregatingState<TIn, TAccumulator, TOut>(
        AggregatingStateDescriptor<TIn, TAccumulator, TOut> descriptor);
}
