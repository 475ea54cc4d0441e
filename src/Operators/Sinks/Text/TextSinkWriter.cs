using FlowActors.Sinks.Files;

namespace FlowActors.Sinks;

/// <summary>
/// Writes one subtask's lines under a hidden name beside the target. When the input has ended the file is complete, and gets its name
/// when the job has ended well.
/// </summary>
internal sealed class TextSinkWriter<T>(string path, bool isFolder, LineEncoder<T> lines) : CommittingSinkWriter<T, PendingRename>
{
    private PendingFile? _file;
    private bool _isComplete;
    private int _parts;

    public override void Open(ISinkContext context)
    {
        var target = TextFileTarget.Resolve(path);
        var (subtask, subtasks) = (context.SubtaskIndex, context.Parallelism);
        PendingOutput.RemoveLeftovers(Path.GetDirectoryName(target)!, Path.GetFileName(target), subtask, subtasks);
        _file = new PendingFile(isFolder ? PartFiles.PathOf(target, subtask) : target, target, subtask);
        if (isFolder && subtask == 0) _parts = subtasks;
    }

    public override void Write(T value, long timestamp) => lines.Write(value, _file!);

    public override void Flush(bool endOfInput)
    {
        if (!endOfInput) return;
        _file!.Complete();
        _isComplete = true;
    }

    public override IReadOnlyCollection<PendingRename> PrepareCommit()
    {
        if (!_isComplete) return [];
        _isComplete = false;
        return [_file!.ToRename(_parts)];
    }

    public override void Close() => _file?.Dispose();
}
