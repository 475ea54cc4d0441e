using FlowActors.Operators;
using FlowActors.Sources;

namespace FlowActors.Testing;

/// <summary>Reads a testing source from its beginning.</summary>
internal sealed class TestingReader<T>(TestingSource<T> source) : SourceReader<T>
{
    private OperatorContext? _context;
    private int _position;

    public override void Open(OperatorContext context)
    {
        if (context.Parallelism != 1)
        {
            throw new InvalidOperationException(
                $"A testing source has one subtask and was given {context.Parallelism}: add it by FromTestingSource, or WithParallelism(1).");
        }

        _context = context;
        source.Attach(this);
    }

    public override Progress Poll(Output<T> output)
    {
        while (true)
        {
            if (_context!.Quantum.ShouldYield()) return _context.Quantum.Stop;
            if (source.At(_position) is not { } element) return Progress.Waiting;
            if (element.Kind == TestingElementKind.End) return Progress.Done;
            _position++;
            _context.Cursor.ChainIndex = _context.ChainIndex;
            Emit(element, output);
        }
    }

    public override void Close() => source.Detach(this);

    /// <summary>There is something more; from any thread.</summary>
    public void Wake() => _context!.Wake();

    private static void Emit(TestingElement<T> element, Output<T> output)
    {
        switch (element.Kind)
        {
            case TestingElementKind.Record:
                output.Collect(element.Value!, element.Timestamp);
                break;
            case TestingElementKind.Watermark:
                output.Watermark(element.Timestamp);
                break;
            case TestingElementKind.Failure:
                if (element.TakeFailure() is { } failure) throw failure;
                break;
            default:
                output.Status(element.Kind == TestingElementKind.Active);
                break;
        }
    }
}
