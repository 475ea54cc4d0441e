using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.Serialization;

namespace FlowActors;

/// <summary>Refuses an operator whose functions cannot be called as the engine calls them, when the graph is built.</summary>
internal static class UserCodeRules
{
    /// <exception cref="JobValidationException">A function is asynchronous, or is an object with a life that nobody leads it through.</exception>
    public static void Check(StreamNode node, string jobName)
    {
        foreach (var code in node.UserCode)
        {
            if (RefusalOf(code) is { } reason) throw Refused(node, jobName, reason);
        }

        // What a function gives inside of something, such as a list of tasks.
        foreach (var type in node.Outputs.Select(o => o.RecordType))
        {
            if (AsyncCode.RefusalOfResult(type) is { } result) throw Refused(node, jobName, $"its results are {TypeNames.Of(type)}, which {result}");
        }
    }

    /// <summary>Checks what says where the records of an operator go.</summary>
    /// <param name="edge">Where they go.</param>
    /// <param name="sender">The operator.</param>
    /// <param name="jobName">The job.</param>
    /// <exception cref="JobValidationException">A function is asynchronous, or has a life that nobody leads it through.</exception>
    public static void Check(StreamEdge edge, StreamNode sender, string jobName)
    {
        foreach (var code in edge.UserCode)
        {
            if (RefusalOf(code) is { } reason) throw Refused(sender, jobName, $"{edge.PartitionerName} behind it: {reason}");
        }
    }

    private static string? RefusalOf(object code) => code switch
    {
        Delegate function => AsyncCode.RefusalOf(function) ?? UnledCode.RefusalOf(function),
        RichFunction => $"{TypeNames.Of(code.GetType())} is a {nameof(RichFunction)}, which nobody opens and closes here: one object serves all " +
            "subtasks. Where the method takes one, give a factory, as in Aggregate(() => new ...), or take what it needs in its constructor.",
        ICheckpointedFunction or ICheckpointListener => $"{TypeNames.Of(code.GetType())} wants to hear of checkpoints, and nobody tells it: one " +
            "object serves all subtasks. Use a rich function, given as a factory, as in Aggregate(() => new ...).",
        _ => AsyncCode.RefusalOfObject(code.GetType()),
    };

    private static JobValidationException Refused(StreamNode node, string jobName, string reason) =>
        new($"Operator '{node.Name}' of job '{jobName}' cannot run: {reason}");
}
