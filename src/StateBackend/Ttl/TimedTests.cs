using FlowActors.State.Tables;

namespace FlowActors.State.Ttl;

/// <summary>Whether a value or a list element is over.</summary>
internal readonly struct IsOver<T>(long cutoff) : IElementTest<Timed<T>>
{
    public bool Holds(in Timed<T> element) => element.LastTouch <= cutoff;
}

/// <summary>A question about a value, asked of one that has a time.</summary>
internal readonly struct OfValue<T, TTest>(TTest test) : IElementTest<Timed<T>>
    where TTest : struct, IElementTest<T>
{
    public bool Holds(in Timed<T> element) => test.Holds(element.Value);
}

/// <summary>A question about an entry of a map, asked of one that has a time.</summary>
internal readonly struct OfEntry<TMapKey, TMapValue, TTest>(TTest test) : IElementTest<KeyValuePair<TMapKey, Timed<TMapValue>>>
    where TTest : struct, IElementTest<KeyValuePair<TMapKey, TMapValue>>
{
    public bool Holds(in KeyValuePair<TMapKey, Timed<TMapValue>> element) => test.Holds(new(element.Key, element.Value.Value));
}

/// <summary>Whether an entry of a map is over.</summary>
internal readonly struct IsEntryOver<TMapKey, TMapValue>(long cutoff) : IElementTest<KeyValuePair<TMapKey, Timed<TMapValue>>>
{
    public bool Holds(in KeyValuePair<TMapKey, Timed<TMapValue>> element) => element.Value.LastTouch <= cutoff;
}
