using FlowActors.Operators;

namespace FlowActors.Sources;

/// <summary>What the engine gives a reader. Used on the subtask's thread.</summary>
/// <typeparam name="T">The records.</typeparam>
public sealed class SourceReaderContext<T>
{
    private readonly Output<T> _output;
    private readonly Action _request;
    private readonly Action<long> _report;
    private readonly SourceEventTime<T> _eventTime;
    private readonly string _prefix;
    private readonly RecordAllowance? _allowance;

    internal SourceReaderContext(
        OperatorContext context, Output<T> output, SourceEventTime<T> eventTime, Action request, Action<long> report, string prefix = "",
        RecordAllowance? allowance = null)
    {
        Operator = context;
        _output = output;
        _request = request;
        _report = report;
        _eventTime = eventTime;
        _prefix = prefix;
        _allowance = allowance;
    }

    /// <summary>The surroundings of the source's operator: names, clock, counters, and <see cref="OperatorContext.Wake"/>, which any thread may call.</summary>
    public OperatorContext Operator { get; }

    /// <summary>
    /// The output of a split; each split that is read has its own, with its own event time, from the first call with its name until
    /// <see cref="SplitOutput{T}.End"/>.
    /// </summary>
    /// <param name="splitId">The split's name.</param>
    public SplitOutput<T> CreateOutput(string splitId)
    {
        ArgumentNullException.ThrowIfNull(splitId);
        return new SplitOutput<T>(Operator, _output, _eventTime, _eventTime.Of(_prefix + splitId), _allowance);
    }

    /// <summary>
    /// The context of a reader within the reader, whose outputs ask before they emit: for a source that holds another one back.
    /// </summary>
    /// <param name="allowance">What they ask; for this reader alone.</param>
    public SourceReaderContext<T> With(RecordAllowance allowance)
    {
        ArgumentNullException.ThrowIfNull(allowance);
        return new SourceReaderContext<T>(Operator, _output, _eventTime, _request, _report, _prefix, allowance);
    }

    /// <summary>Ends the outputs of a reader within the reader.</summary>
    internal void EndOutputs(string prefix) => _eventTime.EndAllOf(_prefix + prefix);

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
    /// <param name="request">Asks for a split.</param>
    /// <param name="report">Reports.</param>
    /// <param name="prefix">Before the names of its splits, so that they are others than those of other readers within.</param>
    internal SourceReaderContext<T> For(Action request, Action<long> report, string prefix) =>
        new(Operator, _output, _eventTime, request, report, _prefix + prefix, _allowance);
}
