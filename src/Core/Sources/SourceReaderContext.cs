using FlowActors.Operators;

namespace FlowActors.Sources;

/// <summary>What the engine gives a reader. Used on the subtask's thread.</summary>
/// <typeparam name="T">The records.</typeparam>
public sealed class SourceReaderContext<T>
{
    private readonly Output<T> _output;
    private readonly Action _request;
    private readonly Action<long> _report;

    internal SourceReaderContext(OperatorContext context, Output<T> output, Action request, Action<long> report)
    {
        Operator = context;
        _output = output;
        _request = request;
        _report = report;
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

    /// <summary>
    /// Tells the enumerator how far the reader has come, as a number that only grows while this reader lives: <see cref="SplitEnumerator{TSplit}.HandleReport"/>
    /// hears the last one surely, and perhaps those before it. A smaller one than before does nothing, and one that is reported after the
    /// reader was told that no more splits come may not arrive. A reader that comes in place of this one begins at 0.
    /// </summary>
    /// <param name="report">Above 0; what it means is up to reader and enumerator.</param>
    public void Report(long report) => _report(report);

    /// <summary>The context of a reader within the reader: it has the same outputs, and asks another.</summary>
    internal SourceReaderContext<T> For(Action request, Action<long> report) => new(Operator, _output, request, report);
}
