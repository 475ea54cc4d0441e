namespace FlowActors.Runtime.Subtasks;

/// <summary>Sums of accumulators over subtasks.</summary>
internal static class Accumulator
{
    public static void AddTo(Dictionary<string, AccumulatorValue> sums, IReadOnlyDictionary<string, AccumulatorValue> values)
    {
        foreach (var (name, value) in values) AddTo(sums, name, value);
    }

    public static void AddTo(Dictionary<string, AccumulatorValue> sums, string name, AccumulatorValue value) =>
        sums[name] = sums.TryGetValue(name, out var sum) ? Sum(sum, value) : value;

    /// <summary>The sum as the job client gives it: a <see cref="long"/> or a <see cref="double"/>.</summary>
    public static object ToObject(AccumulatorValue value) => value.Long is { } whole ? (object)whole : value.Double ?? 0d;

    /// <summary>The sum of two: subtasks of different nodes that use one name for both kinds, which no node could see, get a floating-point one.</summary>
    public static AccumulatorValue Sum(AccumulatorValue a, AccumulatorValue b) => a.Long is { } x && b.Long is { } y
        ? new AccumulatorValue(x + y, null)
        : new AccumulatorValue(null, (a.Double ?? a.Long ?? 0) + (b.Double ?? b.Long ?? 0));
}
