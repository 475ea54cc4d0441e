using FlowActors.Functions;
using FlowActors.Graph;

namespace FlowActors;

// What process functions emit besides their results.
public partial class DataStream<T>
{
    /// <summary>
    /// What the process function whose results this stream is emits to a tag. May be read several times; the configuration of the
    /// operator (name, uid, parallelism) is that of this stream.
    /// </summary>
    /// <param name="tag">As the function has it: the same id and type.</param>
    /// <exception cref="JobValidationException">
    /// The stream is not the result of a process function, the id was read with another type, or the program is submitted and the tag was not read before.
    /// </exception>
    public DataStream<TSide> GetSideOutput<TSide>(OutputTag<TSide> tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        if (Operator is not OperatorNode { HasSideOutputs: true } node)
        {
            throw new JobValidationException(
                $"The stream of {OperatorName} has no side output '{tag.Id}': only process functions emit to tags, and GetSideOutput is called " +
                "on what Process gives, before a partitioning or a union.");
        }

        var port = node.SideOutput(tag, () => Environment.Graph.CheckOpen($"The side output '{tag.Id}' of {OperatorName} was read for the first time"));
        return new DataStream<TSide>(Environment, null, [new Upstream<TSide>(port, null)]);
    }
}
