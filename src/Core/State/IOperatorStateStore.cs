using System.Diagnostics.CodeAnalysis;

namespace FlowActors.State;

/// <summary>
/// State that belongs to an operator's subtask and not to keys. How it is redistributed when the parallelism changes is
/// chosen by the method that gives it (Flink's operator state). Used on the subtask's thread.
/// </summary>
public interface IOperatorStateStore
{
    /// <summary>A list whose elements are split evenly, in order, over the subtasks.</summary>
    IOperatorListState<T> GetListState<T>(ListStateDescriptor<T> descriptor);

    /// <summary>
    /// A list of which every subtask gets all elements of all. To be asked for by every subtask of the operator, as it opens, or by none:
    /// what each of them keeps is its own part, and nobody could say which part one that does not ask for it would keep.
    /// </summary>
    IOperatorListState<T> GetUnionListState<T>(ListStateDescriptor<T> descriptor);

    /// <summary>A map that is the same in every subtask.</summary>
    IBroadcastState<TMapKey, TMapValue> GetBroadcastState<TMapKey, TMapValue>(
        MapStateDescriptor<TMapKey, TMapValue> descriptor)
        where TMapKey : notnull;
}

/// <summary>A list that belongs to one subtask.</summary>
/// <typeparam name="T">The elements.</typeparam>
public interface IOperatorListState<T>
{
    /// <summary>
    /// The elements, in the order of adding, read as they are enumerated. Good until this state is changed: then going on throws.
    /// </summary>
    IEnumerable<T> Get();

    /// <summary>Appends one.</summary>
    void Add(T value);

    /// <summary>Appends many, which are taken whole first: they may be made from this very list, and where that fails nothing is changed.</summary>
    void AddAll(IEnumerable<T> values);

    /// <summary>Replaces all.</summary>
    void Update(IEnumerable<T> values);

    /// <summary>Removes all.</summary>
    void Clear();
}

/// <summary>
/// The map of the broadcast state pattern as the data side sees it: every subtask holds the same, and only the broadcast side changes it.
/// </summary>
/// <typeparam name="TMapKey">The keys.</typeparam>
/// <typeparam name="TMapValue">The values.</typeparam>
public interface IReadOnlyBroadcastState<TMapKey, TMapValue>
    where TMapKey : notnull
{
    /// <summary>The value of an entry; false when there is none. A value of a mutable type must not be changed.</summary>
    bool TryGet(TMapKey mapKey, [MaybeNullWhen(false)] out TMapValue value);

    /// <summary>Whether there is such an entry.</summary>
    bool Contains(TMapKey mapKey);

    /// <summary>
    /// All entries, in no order that may be relied on, read as they are enumerated. Good until this state is changed: then going on throws.
    /// </summary>
    IEnumerable<KeyValuePair<TMapKey, TMapValue>> Entries();
}

/// <summary>
/// A map that every subtask holds and changes alike. In a function of the broadcast state pattern it is changed in calls for records of the
/// broadcast side, and before the first record: else a change throws an <see cref="InvalidOperationException"/>.
/// </summary>
/// <typeparam name="TMapKey">The keys.</typeparam>
/// <typeparam name="TMapValue">The values.</typeparam>
public interface IBroadcastState<TMapKey, TMapValue> : IReadOnlyBroadcastState<TMapKey, TMapValue>
    where TMapKey : notnull
{
    /// <summary>Adds or replaces an entry.</summary>
    void Put(TMapKey mapKey, TMapValue value);

    /// <inheritdoc cref="IMapState{TMapKey,TMapValue}.PutAll"/>
    void PutAll(IEnumerable<KeyValuePair<TMapKey, TMapValue>> entries);

    /// <summary>Removes an entry; false when there was none.</summary>
    bool Remove(TMapKey mapKey);

    /// <summary>Removes all.</summary>
    void Clear();
}
