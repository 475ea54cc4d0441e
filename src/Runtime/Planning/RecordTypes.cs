using FlowActors.Graph;
using FlowActors.Serialization;

namespace FlowActors.Runtime.Planning;

/// <summary>
/// Asks whether all records, keys and values of built-in state have serializers, also where this plan uses none: within chains,
/// between subtasks of one node, in a backend that keeps objects. Another plan, another cluster or a restore will.
/// </summary>
internal static class RecordTypes
{
    /// <exception cref="JobValidationException">A type cannot be serialized, or cannot be a key.</exception>
    public static void Check(StreamGraph program)
    {
        var serializers = program.Settings.Serializers;
        foreach (var edge in program.Edges)
        {
            Check(
                program,
                () => edge.Validate(serializers),
                $"Records cannot go from '{program.Nodes[edge.Source].Name}' to '{program.Nodes[edge.Target].Name}'");
        }

        foreach (var node in program.Nodes)
        {
            foreach (var type in node.StateTypes) Check(program, () => serializers.Get(type), $"Operator '{node.Name}' cannot keep its state");
        }
    }

    private static void Check(StreamGraph program, Action ask, string consequence)
    {
        try
        {
            ask();
        }
        catch (Exception e) when (e is UnserializableTypeException or InvalidKeyTypeException)
        {
            throw new JobValidationException($"{consequence} in job '{program.JobName}': {e.Message}", e);
        }
    }
}
