using System.Collections.Concurrent;
using FlowActors.Functions;
using FlowActors.Runtime.Protocols;

namespace FlowActors.Runtime.Subtasks.Metrics;

/// <summary>
/// The accumulators of one subtask. The job has one sum of each name, so a name is one kind of number in all its operators:
/// another kind is refused here, and between the subtasks of a node. Made on the subtask's thread, read from any.
/// </summary>
internal sealed class SubtaskAccumulators(SubtaskId subtask, NodeSubtasks subtasks)
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, AccumulatorValue> _restored = new(StringComparer.Ordinal);
    private readonly FigureBudget _budget = new("accumulators", ControlLimits.AccumulatorBytesMax);

    /// <exception cref="InvalidOperationException">The name is that of another kind.</exception>
    public LongCounter Long(string name, string operatorName) => Get<LongCounter>(name, operatorName);

    /// <exception cref="InvalidOperationException">The name is that of another kind.</exception>
    public DoubleCounter Double(string name, string operatorName) => Get<DoubleCounter>(name, operatorName);

    /// <summary>The sums so far, with what was restored.</summary>
    public IReadOnlyDictionary<string, AccumulatorValue> Values()
    {
        var sums = new Dictionary<string, AccumulatorValue>(_restored, StringComparer.Ordinal);
        foreach (var (name, entry) in _entries) Accumulator.AddTo(sums, name, ValueOf(entry.Counter));
        return sums;
    }

    /// <summary>Adds a sum of the attempt before; counted from there on. Before the operators open.</summary>
    public void Restore(string name, AccumulatorValue sum) => _restored[name] = _restored.TryGetValue(name, out var known) ? Accumulator.Sum(known, sum) : sum;

    private static AccumulatorValue ValueOf(object counter) => counter is LongCounter whole
        ? new AccumulatorValue(whole.Value, null)
        : new AccumulatorValue(null, ((DoubleCounter)counter).Value);

    private T Get<T>(string name, string operatorName)
        where T : class, new()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (!_entries.TryGetValue(name, out var entry))
        {
            _budget.Take(name);
            // Added before the others are looked at: of two that add at once at least one sees the other.
            entry = _entries[name] = new Entry(new T(), operatorName);
            foreach (var other in subtasks.Of(subtask.Job))
            {
                if (other.Figures.Accumulators._entries.TryGetValue(name, out var theirs)) Check<T>(name, operatorName, theirs);
            }
        }

        Check<T>(name, operatorName, entry);
        return (T)entry.Counter;
    }

    private static void Check<T>(string name, string operatorName, Entry known)
    {
        if (known.Counter is T) return;
        throw new InvalidOperationException(
            $"Accumulator '{name}' is asked for with {Call(typeof(T))} in operator '{operatorName}' and with {Call(known.Counter.GetType())} " +
            $"in operator '{known.Operator}'. A job has one sum of each name: give each kind of number a name of its own.");
    }

    private static string Call(Type counter) =>
        counter == typeof(LongCounter) ? nameof(IRuntimeContext.GetLongCounter) : nameof(IRuntimeContext.GetDoubleCounter);

    private readonly record struct Entry(object Counter, string Operator);
}
