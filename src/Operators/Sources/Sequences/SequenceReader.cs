using FlowActors.Operators;

namespace FlowActors.Sources;

/// <summary>Emits what a <see cref="SequenceFeed{T}"/> enumerates in the background.</summary>
internal sealed class SequenceReader<T>(IEnumerable<T> records) : SourceReader<T>
{
    private RunQuantum? _quantum;
    private ExecutionCursor? _cursor;
    private SequenceFeed<T>? _feed;

    public override void Open(OperatorContext context)
    {
        _quantum = context.Quantum;
        _cursor = context.Cursor;
        // The source works in one subtask; where the program insisted on more, the others have nothing to read.
        _feed = new SequenceFeed<T>(context.SubtaskIndex == 0 ? records : [], context.Wake);
        context.Threads.Start($"feed of {context.JobName}, {context.OperatorName}", _feed.Run);
    }

    public override Progress Poll(Output<T> output)
    {
        var buffer = _feed!.Buffer;
        while (!_quantum!.ShouldYield())
        {
            // The chain behind has run since the last record: a failure from here on is the source's again.
            _cursor!.ChainIndex = 0;
            if (buffer.TryTake(out var record)) output.Collect(record!, Timestamps.None);
            else return buffer.IsCompleted ? Progress.Done : Progress.Waiting;
        }

        return _quantum.Stop;
    }

    public override void Close() => _feed?.Close();
}
