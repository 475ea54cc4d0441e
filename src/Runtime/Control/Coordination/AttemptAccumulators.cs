using FlowActors.Runtime.Tasks;

namespace FlowActors.Runtime.Control;

/// <summary>
/// The accumulators of one attempt. Their names are known when a subtask's input has ended, before any sink commits, so that too
/// many fail the attempt while nothing is visible yet.
/// </summary>
internal sealed class AttemptAccumulators
{
    private readonly HashSet<string> _names = [];
    private readonly Dictionary<string, AccumulatorValue> _sums = [];
    private int _bytes;

    /// <summary>The sums of the subtasks that have finished.</summary>
    public IReadOnlyDictionary<string, AccumulatorValue> Sums => _sums;

    /// <summary>How many names there are.</summary>
    public int Count => _names.Count;

    /// <summary>True when all together are more than a job may have.</summary>
    public bool AreTooMany => _bytes > ControlLimits.AccumulatorBytesMax;

    /// <summary>Takes note of the names of one subtask.</summary>
    public void Announce(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (!AreTooMany && _names.Add(name)) _bytes += ControlText.Bytes(name) + ControlLimits.ValueBytes;
        }
    }

    /// <summary>Adds the final values of one subtask.</summary>
    public void Add(IReadOnlyDictionary<string, AccumulatorValue> values)
    {
        Announce(values.Keys);
        if (!AreTooMany) Accumulator.AddTo(_sums, values);
    }
}
