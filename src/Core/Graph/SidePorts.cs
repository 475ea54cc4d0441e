using FlowActors.Functions;
using FlowActors.Serialization;

namespace FlowActors.Graph;

/// <summary>Finds the outputs of an operator that tags name.</summary>
internal static class SidePorts
{
    /// <summary>The number of the output; null when nobody reads it.</summary>
    /// <exception cref="InvalidOperationException">It is read with records of another type.</exception>
    public static int? Find(IReadOnlyList<OutputPort> ports, OutputTag tag, string operatorName)
    {
        for (var i = 0; i < ports.Count; i++)
        {
            if (ports[i].Tag != tag.Id) continue;
            if (ports[i].RecordType == tag.RecordType) return i;
            throw new InvalidOperationException(
                $"Operator '{operatorName}' emits records of {TypeNames.Of(tag.RecordType)} to the side output '{tag.Id}', which the program reads " +
                $"as {TypeNames.Of(ports[i].RecordType)}: an id stands for one type.");
        }

        return null;
    }
}
