using FlowActors.Functions;
using FlowActors.Sinks.Files;

namespace FlowActors.Sinks;

/// <summary>
/// Writes one subtask's lines under a hidden name beside the target, and gives the file its name when the job has ended well.
/// </summary>
internal sealed class TextSinkWriter<T>(string path, bool isFolder, Func<T, string> format) : SinkWriter<T>
{
    private PendingFile? _file;
    private Action? _removeEarlier;

    public override void Open(IRuntimeContext context)
    {
        var target = TextFileTarget.Resolve(path);
        var (subtask, subtasks) = (context.SubtaskIndex, context.Parallelism);
        PendingOutput.RemoveLeftovers(Path.GetDirectoryName(target)!, Path.GetFileName(target), subtask, subtasks);
        _file = new PendingFile(isFolder ? PartFiles.PathOf(target, subtask) : target, target, subtask);
        if (isFolder && subtask == 0) _removeEarlier = () => PartFiles.RemoveBeyond(target, subtasks);
    }

    public override void Write(T value, long timestamp) => _file!.WriteLine(format(value));

    public override void Flush() => _file!.Flush();

    public override void Commit()
    {
        _file!.Commit();
        _removeEarlier?.Invoke();
    }

    public override void Close() => _file?.Dispose();
}
