using System.Collections.Concurrent;
using FlowActors.Functions;

namespace FlowActors.Sources;

/// <summary>Reads the splits of one subtask one after the other, in the background, as far ahead as there are buffers.</summary>
internal sealed class SplitFetcher(TextFileSource source, ReadAhead ahead, IRuntimeContext context, CancellationToken cancelled)
{
    private const int FirstAttempt = 1;
    private readonly ConcurrentQueue<FileSplit> _splits = new();
    private readonly SemaphoreSlim _added = new(0);
    private byte[]? _spare;
    private long _replacedPublished;

    /// <summary>One more split to read; for the reader.</summary>
    public void Add(FileSplit split)
    {
        _splits.Enqueue(split);
        _added.Release();
    }

    /// <summary>Runs to the cancel. Never fails: what goes wrong is handed to the reader.</summary>
    public async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await _added.WaitAsync(cancelled).ConfigureAwait(false);
                if (_splits.TryDequeue(out var split)) await FetchAsync(split).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            ahead.Complete(e);
        }
    }

    private async Task FetchAsync(FileSplit split)
    {
        if (split.File.IsStream && context.Attempt > FirstAttempt) throw PassedBy(split.File);
        var edges = new SplitEdges(split);
        var position = edges.ReadFrom;
        InputBytes? input = null;
        try
        {
            input = await InputBytes.OpenAsync(split.File, source, cancelled).ConfigureAwait(false);
            while (!edges.IsDone) position = await FetchNextAsync(split, edges, input, position).ConfigureAwait(false);
        }
        catch (GzipException e)
        {
            throw new IOException(
                $"Input file '{split.File.Path}', decompressed, cannot be read on at byte {e.Position}: {e.Message} {GzipException.Advice}, and run the job again.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw Unreadable(split, input, position, "Give the process the right to read it, and run the job again.", e);
        }
        catch (IOException e)
        {
            throw Unreadable(
                split,
                input,
                position,
                "Files must not change while they are read: see that the file is there, whole and readable, and run the job again.",
                e);
        }
        finally
        {
            input?.Dispose();
        }
    }

    private static IOException PassedBy(InputFile file) => new(
        $"Input '{file.Path}' passes by once, and an earlier attempt of the job may have read from it: that would be missing now. " +
        "Name files, or run the job without a restart strategy.");

    private static IOException Unreadable(FileSplit split, InputBytes? input, long position, string advice, Exception cause) => new(
        $"Input file '{split.File.Path}'{input?.PositionUnit} cannot be read on at byte {input?.Position ?? position}: {cause.Message} {advice}", cause);

    private async Task<long> FetchNextAsync(FileSplit split, SplitEdges edges, InputBytes input, long position)
    {
        var buffer = _spare ?? await ahead.RentAsync(cancelled).ConfigureAwait(false);
        _spare = null;
        var read = await input
            .ReadAsync(buffer.AsMemory(0, edges.NextReadBytes(position, buffer.Length)), position, cancelled)
            .ConfigureAwait(false);
        if (read == 0 && input.LengthRead < split.LengthMin)
            throw new IOException($"it ends here, but was at least {split.LengthMin} bytes long when it was found.");
        var range = read == 0 ? edges.EndOfFile() : edges.Take(buffer.AsSpan(0, read), position);
        if (edges.IsDone) input.CheckEnd();
        var (start, length) = range.GetOffsetAndLength(buffer.Length);
        if (length > 0 || edges.IsDone)
            Publish(input, new Chunk(input.Name, buffer, start, start + length, position + start, edges.IsDone));
        else _spare = buffer;
        return position + read;
    }

    private void Publish(InputBytes input, in Chunk chunk)
    {
        ahead.Publish(chunk with { InputBytes = input.TakeCount(chunk.End - chunk.Start), Replaced = input.Replaced - _replacedPublished });
        _replacedPublished = chunk.IsLast ? 0 : input.Replaced;
    }
}
