using System.Diagnostics.CodeAnalysis;
using FlowActors.Operators;
using FlowActors.Sources;

namespace FlowActors.Testing;

/// <summary>Does what a testing source was told, one thing after the other.</summary>
internal sealed class TestingReader<T>(TestingSource<T> source) : SourceReader<T, TestingSplit>
{
    private OperatorContext? _context;
    private SplitOutput<T>? _output;
    private TestingSplit? _split;

    public override void Open(SourceReaderContext<T> context)
    {
        _context = context.Operator;
        if (_context.Parallelism != 1)
        {
            throw new InvalidOperationException(
                $"A testing source has one subtask and was given {_context.Parallelism}: add it by FromTestingSource, or WithParallelism(1).");
        }

        _output = context.CreateOutput("by hand");
        // A test says when it is idle.
        _output.Status(true);
        source.Attach(this);
    }

    public override void AddSplits(IReadOnlyList<TestingSplit> splits) => _split = splits[0];

    public override Progress Read()
    {
        while (_split is { } split)
        {
            var cursor = new Cursor(source, split.Position);
            var progress = _output!.Emit(ref cursor);
            _split = new TestingSplit(cursor.Position);
            if (progress != Progress.Done) return progress;
            if (source.At(cursor.Position) is not { } element) return Progress.Waiting;
            // A record has come since the cursor looked.
            if (element.Kind == TestingElementKind.Record) continue;
            _split = element.Kind == TestingElementKind.End ? null : new TestingSplit(cursor.Position + 1);
            Do(element);
        }

        return Progress.Done;
    }

    public override IReadOnlyList<TestingSplit> Snapshot(long checkpointId) => _split is null ? [] : [_split];

    public override void Close() => source.Detach(this);

    /// <summary>There is something more; from any thread.</summary>
    public void Wake() => _context!.Wake();

    private void Do(TestingElement<T> element)
    {
        switch (element.Kind)
        {
            case TestingElementKind.Watermark:
                _output!.Watermark(element.Timestamp);
                break;
            case TestingElementKind.Failure:
                if (element.TakeFailure() is { } failure) throw failure;
                break;
            case TestingElementKind.Idle or TestingElementKind.Active:
                _output!.Status(element.Kind == TestingElementKind.Active);
                break;
        }
    }

    private struct Cursor(TestingSource<T> source, int position) : IRecordCursor<T>
    {
        public int Position { get; private set; } = position;

        public bool TryNext([MaybeNullWhen(false)] out T record, out long timestamp)
        {
            if (source.At(Position) is not { Kind: TestingElementKind.Record } element)
            {
                (record, timestamp) = (default, Timestamps.None);
                return false;
            }

            (record, timestamp) = (element.Value!, element.Timestamp);
            Position++;
            return true;
        }
    }
}
