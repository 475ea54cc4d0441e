namespace FlowActors.Client.State;

/// <summary>What one key has.</summary>
/// <typeparam name="TValue">The type of values.</typeparam>
/// <param name="Value">The value; the elements of a list, or the entries of a map.</param>
/// <param name="Origin">Where it was read.</param>
public sealed record StateValue<TValue>(TValue Value, StateOrigin Origin);

/// <summary>Keys and what they have.</summary>
/// <typeparam name="TKey">The type of keys.</typeparam>
/// <typeparam name="TValue">The type of values.</typeparam>
/// <param name="Entries">Those of the keys that have something.</param>
/// <param name="Origin">Where they were read.</param>
public sealed record StateEntries<TKey, TValue>(IReadOnlyList<KeyValuePair<TKey, TValue>> Entries, StateOrigin Origin);

/// <summary>Where state was read: live, in an attempt of the job, or at a checkpoint.</summary>
/// <param name="Attempt">The number of the attempt; null at a checkpoint.</param>
/// <param name="Checkpoint">The checkpoint's number; null for live state.</param>
/// <param name="IsCommitted">False for what a failure of the job may yet undo.</param>
/// <param name="IsUnaligned">Whether records were under way as the checkpoint was taken: what it has of several operators is of one moment only together with those.</param>
public sealed record StateOrigin(int? Attempt, long? Checkpoint, bool IsCommitted, bool IsUnaligned);
