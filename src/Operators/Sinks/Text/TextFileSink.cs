using FlowActors.Functions;

namespace FlowActors.Sinks;

/// <summary>
/// Writes each record as a line: one subtask the file itself, several a folder with a file for each. Everything lies under
/// hidden names beside the target until the job has ended well.
/// </summary>
internal sealed class TextFileSink<T>(string path, Func<T, string> format) : Sink<T>
{
    public override void Validate(int parallelism) => TextFileTarget.Validate(path, parallelism);

    public override IEnumerable<string> ExclusiveTargets(int parallelism) => TextFileTarget.All(path, parallelism);

    public override SinkWriter<T> CreateWriter() => new Writer(path, format);

    private sealed class Writer(string path, Func<T, string> format) : SinkWriter<T>
    {
        private PendingFile? _file;

        public override void Open(IRuntimeContext context)
        {
            var target = TextFileTarget.Resolve(path);
            _file = new PendingFile(
                context.Parallelism == 1 ? target : Path.Combine(target, TextFileTarget.PartName(context.SubtaskIndex)),
                TextFileTarget.PendingPath(target, context.SubtaskIndex));
        }

        public override void Write(T value, long timestamp) => _file!.WriteLine(format(value));

        public override void Flush() => _file!.Flush();

        public override void Commit() => _file!.Commit();

        public override void Close() => _file?.Dispose();
    }
}
