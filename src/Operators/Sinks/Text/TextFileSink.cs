namespace FlowActors.Sinks;

/// <summary>Writes each record as a line of one file, which is there when the job has ended well. Works in one subtask.</summary>
internal sealed class TextFileSink<T>(string path, Func<T, string> format) : Sink<T>
{
    public override bool ShowsResultsAtEndOnly => true;

    public override void Validate(int parallelism) => TextFileTarget.ValidateFile(path);

    public override IEnumerable<string> ExclusiveTargets(int parallelism) => [TextFileTarget.Resolve(path)];

    public override SinkWriter<T> CreateWriter() => new TextSinkWriter<T>(path, isFolder: false, format);
}
