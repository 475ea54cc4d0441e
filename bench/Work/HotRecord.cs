namespace FlowActors.Bench.Work;

/// <summary>
/// A record of 16 bytes. The type argument only makes it another type for each kind of state: code that is generic in the record is
/// then compiled for each with a profile of its own, and no contender pays for the one before.
/// </summary>
internal readonly record struct HotRecord<TWork>(long Key, long Value)
    where TWork : struct;

/// <summary>A value of each key is read and written.</summary>
internal readonly struct ValueWork;

/// <summary>A list of each key grows and is now and then read and cleared.</summary>
internal readonly struct ListWork;

/// <summary>An entry of the map of each key is read and written.</summary>
internal readonly struct MapWork;
