using FlowActors.Graph;

namespace FlowActors;

/// <summary>The end of a stream; configured like an operator.</summary>
public sealed class StreamSink
{
    private readonly StreamNode _node;

    internal StreamSink(StreamNode node) => _node = node;

    /// <summary>Names the sink, for people.</summary>
    public StreamSink WithName(string name) => Change(n => n.Name = name);

    /// <summary>Names the sink for ever; unique in the program.</summary>
    public StreamSink WithUid(string uid) => Change(n => n.Uid = uid);

    /// <summary>Sets the sink's number of subtasks.</summary>
    /// <exception cref="JobValidationException">The sink works in one subtask only, and more were asked for.</exception>
    public StreamSink WithParallelism(int parallelism)
    {
        ParallelismRules.CheckParallelism(parallelism, _node);
        return Change(n => n.Parallelism = parallelism);
    }

    /// <summary>Chains the sink with nothing.</summary>
    public StreamSink DisableChaining() => Change(n => n.Chaining = ChainingStrategy.Never);

    /// <summary>Says that the sink's code blocks: it then runs on an elastic pool and takes no thread from the others.</summary>
    public StreamSink Blocking() => Change(n => n.IsBlocking = true);

    private StreamSink Change(Action<StreamNode> change)
    {
        change(_node);
        return this;
    }
}
