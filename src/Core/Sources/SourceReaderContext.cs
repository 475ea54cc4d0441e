using FlowActors.Operators;

namespace FlowActors.Sources;

/// <summary>What the engine gives a reader. Used on the subtask's thread.</summary>
/// <typeparam name="T">The records.</typeparam>
public sealed class SourceReaderContext<T>
{
    private readonly Output<T> _output;
    private readonly Action _request;

    internal SourceReaderContext(OperatorContext context, Output<T> output, Action request)
    {
        Operator = context;
        _output = output;
        _request = request;
    }

    /// <summary>The surroundings of the source's operator: names, clock, counters, and <see cref="OperatorContext.Wake"/>, which any thread may call.</summary>
    public OperatorContext Operator { get; }

    /// <summary>The output of a split; each split that is read has its own.</summary>
    /// <param name="splitId">The split's name.</param>
    public SplitOutput<T> CreateOutput(string splitId)
    {
        ArgumentNullException.ThrowIfNull(splitId);
        return new SplitOutput<T>(Operator, _output);
    }

    /// <summary>Asks the enumerator for one more split, which comes by <see cref="SourceReader{T,TSplit}.AddSplits"/> when there is one.</summary>
    public void RequestSplit() => _request();
}
