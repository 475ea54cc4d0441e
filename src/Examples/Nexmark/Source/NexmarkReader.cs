using FlowActors.Functions;
using FlowActors.Operators;
using FlowActors.Sources;

namespace FlowActors.Examples.Nexmark;

/// <summary>Makes one subtask's events, at most as many as are due.</summary>
internal sealed class NexmarkReader(NexmarkGenerator generator, long events, long throttle) : SourceReader<Event>
{
    private SubtaskPositions _positions;
    private RunQuantum? _quantum;
    private ExecutionCursor? _cursor;
    private LongCounter? _made;
    private Pacer? _pacer;
    private long _next;

    public override void Open(OperatorContext context)
    {
        _positions = new SubtaskPositions(context.SubtaskIndex, context.Parallelism, events);
        _quantum = context.Quantum;
        _cursor = context.Cursor;
        _made = context.GetLongCounter(NexmarkSource.EventsAccumulator);
        if (throttle > 0) _pacer = new Pacer(context.Time, throttle, context.Wake);
    }

    public override Progress Poll(Output<Event> output)
    {
        var due = _pacer is null ? _positions.Count : Math.Min(_positions.Count, _positions.CountBelow(_pacer.Due()));
        var first = _next;
        while (_next < due && !_quantum!.ShouldYield())
        {
            // The chain behind has run since the last event: a failure from here on is the source's again.
            _cursor!.ChainIndex = 0;
            output.Collect(generator.At(_positions[_next++]), Timestamps.None);
        }

        _made!.Add(_next - first);

        if (_next == _positions.Count) return Progress.Done;
        if (_next < due) return Progress.Yielded;
        _pacer!.WakeWhenDue(_positions[_next]);
        return Progress.Waiting;
    }

    public override void Close() => _pacer?.Dispose();
}
