using System.Diagnostics.CodeAnalysis;
using FlowActors.Functions;
using FlowActors.Operators;

namespace FlowActors.Sources;

/// <summary>
/// Turns what a fetcher brings into lines, on the subtask's thread. Splits are asked for ahead: none at first, so that few are shared evenly,
/// more the more were read, so that small ones cost no round trip each.
/// </summary>
internal sealed class TextFileReader(TextFileSource source) : SourceReader<string, TextFileSplit>
{
    private const int SplitsAheadMax = 16;
    private readonly LineScanner _lines = new(source.Settings.LineBytesMax);
    private readonly Queue<TextFileSplit> _splits = new();
    private SourceReaderContext<string>? _context;
    private SplitOutput<string>? _output;
    private SplitFetcher? _fetcher;
    private ReadAhead? _ahead;
    private byte[]? _buffer;
    private bool _hasBegun;
    private bool _endsSplit;
    private int _wanted = 1;
    private int _asked;
    private Task? _fetch;
    private CancellationTokenSource? _closed;
    private LongCounter[] _bytesRead = [];
    private LongCounter[] _invalid = [];
    private long _invalidReported;

    public override void Open(SourceReaderContext<string> context)
    {
        _context = context;
        var subtask = context.Operator;
        _bytesRead = [subtask.GetLongCounter(TextFileSource.BytesReadAccumulator), subtask.Metrics.Counter("numBytesIn")];
        _invalid = [subtask.GetLongCounter(TextFileSource.InvalidUtf8Accumulator), subtask.Metrics.Counter("numInvalidUtf8Sequences")];
        _closed = CancellationTokenSource.CreateLinkedTokenSource(subtask.Cancelled);
        _ahead = new ReadAhead(source.Settings, subtask.Wake);
        _fetcher = new SplitFetcher(source, _ahead, subtask, _closed.Token);
        _fetch = Task.Run(_fetcher.RunAsync);
        Ask();
    }

    public override void AddSplits(IReadOnlyList<TextFileSplit> splits)
    {
        foreach (var split in splits)
        {
            _splits.Enqueue(split);
            _fetcher!.Add(split.Range);
        }
    }

    public override Progress Read()
    {
        while (_buffer is not null || BeginNextChunk())
        {
            var cursor = new Cursor(_lines);
            var progress = _output!.Emit(ref cursor);
            if (progress != Progress.Done) return progress;
            EndChunk(_buffer!);
        }

        return _ahead!.IsCompleted || _splits.Count == 0 ? Progress.Done : Progress.Waiting;
    }

    public override IReadOnlyList<TextFileSplit> Snapshot(long checkpointId)
    {
        if (!_hasBegun) return [.. _splits];
        var current = _splits.Peek().Range with { Start = _lines.Position };
        return current.Start < current.End ? [new TextFileSplit(current), .. _splits.Skip(1)] : [.. _splits.Skip(1)];
    }

    public override void Close()
    {
        _closed?.Cancel();
        _fetch?.Wait();
        _closed?.Dispose();
    }

    private bool BeginNextChunk()
    {
        if (!_ahead!.TryTake(out var chunk)) return false;
        if (!_hasBegun)
        {
            _output = _context!.CreateOutput(_splits.Peek().SplitId);
            _wanted = Math.Min(SplitsAheadMax, _wanted + 1);
            Ask();
        }

        _hasBegun = true;
        _endsSplit = chunk.IsLast;
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
        if (!_endsSplit) return;
        _hasBegun = false;
        _output!.End();
        _splits.Dequeue();
        _asked = Math.Max(0, _asked - 1);
        Ask();
    }

    private void Ask()
    {
        for (; _asked < _wanted; _asked++) _context!.RequestSplit();
    }

    private readonly struct Cursor(LineScanner lines) : IRecordCursor<string>
    {
        public bool TryNext([MaybeNullWhen(false)] out string record, out long timestamp)
        {
            timestamp = Timestamps.None;
            return lines.TryRead(out record);
        }
    }
}
