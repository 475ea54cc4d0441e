namespace FlowActors.Sinks;

/// <summary>Writes each record as a line of one file, which is there when the job has ended well. Works in one subtask.</summary>
internal sealed class TextFileSink<T>(string path, Func<LineEncoder<T>> lines, LineSinkNames names) : CommittingSink<T, PendingRename>
{
    /// <summary>Lines of text that a function makes.</summary>
    public TextFileSink(string path, Func<T, string> format)
        : this(path, () => new TextLines<T>(format), LineSinkNames.Text)
    {
    }

    public override bool ShowsResultsAtEndOnly => true;

    public override void Validate(int parallelism) => TextFileTarget.ValidateFile(path, names);

    public override IEnumerable<string> ExclusiveTargets(int parallelism) => [TextFileTarget.Resolve(path)];

    public override CommittingSinkWriter<T, PendingRename> CreateWriter() => new TextSinkWriter<T>(path, isFolder: false, lines());

    public override Committer<PendingRename> CreateCommitter() => new RenamingCommitter();
}
