using FlowActors.Functions;
using FlowActors.Operators;

namespace FlowActors.Sources;

/// <summary>Turns what a fetcher brings into lines, on the subtask's thread.</summary>
internal sealed class TextFileReader(TextFileSource source) : SourceReader<string>
{
    private readonly LineScanner _lines = new(source.Settings.LineBytesMax);
    private RunQuantum? _quantum;
    private ExecutionCursor? _cursor;
    private ReadAhead? _ahead;
    private byte[]? _buffer;
    private Task? _fetch;
    private CancellationTokenSource? _closed;
    private LongCounter[] _bytesRead = [];
    private LongCounter[] _invalid = [];
    private long _invalidReported;

    public override void Open(OperatorContext context)
    {
        _quantum = context.Quantum;
        _cursor = context.Cursor;
        _bytesRead = [context.GetLongCounter(TextFileSource.BytesReadAccumulator), context.Metrics.Counter("numBytesIn")];
        _invalid = [context.GetLongCounter(TextFileSource.InvalidUtf8Accumulator), context.Metrics.Counter("numInvalidUtf8Sequences")];
        _closed = CancellationTokenSource.CreateLinkedTokenSource(context.Cancelled);
        _ahead = new ReadAhead(source.Settings, context.Wake);
        var fetcher = new SplitFetcher(source, _ahead, context, _closed.Token);
        _fetch = Task.Run(fetcher.RunAsync);
    }

    public override Progress Poll(Output<string> output)
    {
        var quantum = _quantum!;
        var cursor = _cursor!;
        while (!quantum.ShouldYield())
        {
            // The chain behind has run since the last line: a failure from here on is the source's again.
            cursor.ChainIndex = 0;
            if (_buffer is not null && _lines.TryRead(out var line)) output.Collect(line, Timestamps.None);
            else if (!BeginNextChunk()) return _ahead!.IsCompleted ? Progress.Done : Progress.Waiting;
        }

        return quantum.Stop;
    }

    public override void Close()
    {
        _closed?.Cancel();
        _fetch?.Wait();
        _closed?.Dispose();
    }

    private bool BeginNextChunk()
    {
        if (_buffer is not null) EndChunk(_buffer);
        if (!_ahead!.TryTake(out var chunk)) return false;
        _buffer = chunk.Buffer;
        _lines.Begin(chunk);
        foreach (var counter in _bytesRead) counter.Add(chunk.InputBytes);
        if (chunk.Replaced > 0) foreach (var counter in _invalid) counter.Add(chunk.Replaced);
        return true;
    }

    private void EndChunk(byte[] buffer)
    {
        _buffer = null;
        _ahead!.Return(buffer);
        foreach (var counter in _invalid) counter.Add(_lines.InvalidSequences - _invalidReported);
        _invalidReported = _lines.InvalidSequences;
    }
}
