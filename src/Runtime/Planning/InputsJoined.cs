using FlowActors.Graph;

namespace FlowActors.Runtime.Planning;

/// <summary>Sees to it that every input of every operator is fed: one without a stream would neither end nor let event time pass.</summary>
internal static class InputsJoined
{
    /// <exception cref="JobValidationException">No edge leads to an input, or one leads to an input that does not exist.</exception>
    public static void Check(StreamGraph program)
    {
        foreach (var node in program.Nodes)
        {
            var fed = program.Edges.Where(e => e.Target == node.Id).Select(e => e.To.Number).ToHashSet();
            for (var input = 0; input < node.Inputs.Count; input++)
            {
                if (!fed.Remove(input))
                    throw Refused(program, node, $"input {input} of {node.Inputs.Count} has no stream: connect one, or leave the input out");
            }

            foreach (var unknown in fed)
                throw Refused(program, node, $"a stream leads to its input {unknown}, and it has {node.Inputs.Count}");
        }
    }

    private static JobValidationException Refused(StreamGraph program, StreamNode node, string why) =>
        new($"Operator '{node.Name}' of job '{program.JobName}' cannot run: {why}.");
}
