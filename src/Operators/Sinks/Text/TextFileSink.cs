using FlowActors.Files;

namespace FlowActors.Sinks;

/// <summary>Writes each record as a line of one file, which is there when the job has ended well. Works in one subtask.</summary>
internal sealed class TextFileSink<T>(string path, Func<RowEncoder<T>> rows, LineSinkNames names, IFileSystem? files = null)
    : StatefulCommittingSink<T, TextParts, PendingText>
{
    private readonly IFileSystem _files = files ?? new LocalFileSystem();

    /// <summary>Lines of text that a function makes.</summary>
    public TextFileSink(string path, Func<T, string> format)
        : this(path, () => new TextRows<T>(format), LineSinkNames.Text)
    {
    }

    public override bool ShowsResultsAtEndOnly => true;

    public override void Validate(int parallelism) => TextFileTarget.ValidateFile(path, names);

    public override IEnumerable<string> ExclusiveTargets(int parallelism) => [TextFileTarget.Resolve(path)];

    public override StatefulCommittingSinkWriter<T, TextParts, PendingText> CreateWriter() => new TextSinkWriter<T>(path, isFolder: false, rows(), _files);

    public override Committer<PendingText> CreateCommitter() => new TextCommitter(_files);
}
