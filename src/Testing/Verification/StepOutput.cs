using FlowActors.Graph;
using FlowActors.Serialization;

namespace FlowActors.Testing;

/// <summary>What an operator has emitted for one element of a script, by output and subtask. Immutable.</summary>
/// <param name="Elements">By output, then by subtask.</param>
internal sealed record StepOutput(IReadOnlyList<IReadOnlyList<IReadOnlyList<StreamElement>>> Elements)
{
    /// <summary>Whether there is a record.</summary>
    public bool HasRecords => Elements.SelectMany(o => o).SelectMany(s => s).Any(e => e is StreamRecord);

    /// <summary>The number of the first output that differs; null when none does.</summary>
    /// <param name="other">Of the run that is tried.</param>
    /// <param name="ports">The outputs: records are compared by their bytes.</param>
    /// <param name="serializers">Makes the bytes.</param>
    /// <param name="order">What counts.</param>
    public int? FirstDifference(StepOutput other, IReadOnlyList<OutputPort> ports, SerializerRegistry serializers, OutputOrder order)
    {
        for (var output = 0; output < Elements.Count; output++)
        {
            var keys = new ElementKeys(serializers.Get(ports[output].RecordType));
            var same = order == OutputOrder.Same
                ? keys.Of(Elements[output][0]).SequenceEqual(keys.Of(other.Elements[output][0]))
                : keys.SameRecords(Elements[output], other.Elements[output], order == OutputOrder.AnyNumber) &&
                    ElementKeys.SameEventTime(Elements[output], other.Elements[output]);
            if (!same) return output;
        }

        return null;
    }

    /// <summary>What an output has emitted, for people.</summary>
    public string Describe(int output)
    {
        var subtasks = Elements[output];
        var texts = subtasks.Count == 1
            ? subtasks[0].Select(e => e.ToString())
            : subtasks.SelectMany((elements, subtask) => elements.Select(e => $"{e} (subtask {subtask})"));
        return string.Join("; ", texts) is { Length: > 0 } text ? text : "nothing";
    }
}

/// <summary>What two runs must have alike for one element.</summary>
internal enum OutputOrder
{
    /// <summary>All that is emitted, in its order.</summary>
    Same,

    /// <summary>The records, in any order and from any subtask.</summary>
    Any,

    /// <summary>As <see cref="Any"/>, each record any number of times: every subtask may have emitted it.</summary>
    AnyNumber,
}
