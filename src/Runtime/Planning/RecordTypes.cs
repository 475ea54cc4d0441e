using FlowActors.Graph;
using FlowActors.Serialization;

namespace FlowActors.Runtime.Planning;

/// <summary>Asks every edge whether its records and keys have serializers, also within chains: another plan may cut them.</summary>
internal static class RecordTypes
{
    /// <exception cref="JobValidationException">A type cannot be serialized, or cannot be a key.</exception>
    public static void Check(StreamGraph program)
    {
        foreach (var edge in program.Edges)
        {
            try
            {
                edge.Validate(program.Settings.Serializers);
            }
            catch (Exception e) when (e is UnserializableTypeException or InvalidKeyTypeException)
            {
                throw new JobValidationException(
                    $"Records cannot go from '{program.Nodes[edge.Source].Name}' to '{program.Nodes[edge.Target].Name}' in job " +
                    $"'{program.JobName}': {e.Message}",
                    e);
            }
        }
    }
}
