using FlowActors.Functions;

namespace FlowActors.Testing;

/// <summary>The accumulators of an operator.</summary>
internal sealed class HarnessAccumulators
{
    private readonly Dictionary<string, object> _counters = new(StringComparer.Ordinal);

    /// <summary>The sums so far: <see cref="long"/> or <see cref="double"/>.</summary>
    public IReadOnlyDictionary<string, object> Values => _counters.ToDictionary(
        c => c.Key, c => c.Value is LongCounter counter ? (object)counter.Value : ((DoubleCounter)c.Value).Value);

    /// <summary>The accumulator of that name.</summary>
    /// <exception cref="InvalidOperationException">The name is that of another kind.</exception>
    public T Get<T>(string name)
        where T : class, new()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (!_counters.TryGetValue(name, out var counter)) _counters.Add(name, counter = new T());
        return counter as T ?? throw new InvalidOperationException(
            $"Accumulator '{name}' is a {counter.GetType().Name}: give each kind of number a name of its own.");
    }
}
