using FlowActors.Files;

namespace FlowActors.Sinks;

/// <summary>Writes each record as a line into a folder with a file for each subtask, which are there when the job has ended well.</summary>
internal sealed class TextFolderSink<T>(string path, Func<RowEncoder<T>> rows, LineSinkNames names, IFileSystem? files = null)
    : StatefulCommittingSink<T, TextParts, PendingText>
{
    private readonly IFileSystem _files = files ?? new LocalFileSystem();

    /// <summary>Lines of text that a function makes.</summary>
    public TextFolderSink(string path, Func<T, string> format)
        : this(path, () => new TextRows<T>(format), LineSinkNames.Text)
    {
    }

    public override bool ShowsResultsAtEndOnly => true;

    public override void Validate(int parallelism) => TextFileTarget.ValidateFolder(path, names);

    // The folder and everything in it: what another sink put there would pass for results of this one.
    public override IEnumerable<string> ExclusiveTargets(int parallelism) =>
        [TextFileTarget.Resolve(path), TextFileTarget.Resolve(path) + Path.DirectorySeparatorChar];

    public override StatefulCommittingSinkWriter<T, TextParts, PendingText> CreateWriter() => new TextSinkWriter<T>(path, isFolder: true, rows(), _files);

    public override Committer<PendingText> CreateCommitter() => new TextCommitter(_files);
}
