using System.Globalization;
using FlowActors.Functions;
using FlowActors.Sinks.Printing;

namespace FlowActors.Sinks;

/// <summary>
/// Prints each record as one line, at once. The console's writer takes a line as a whole, so lines of several subtasks do
/// not mix.
/// </summary>
internal sealed class PrintSink<T>(string? prefix, Func<TextWriter> writer) : Sink<T>
{
    public override SinkWriter<T> CreateWriter() => new Writer(prefix, writer());

    private sealed class Writer(string? prefix, TextWriter writer) : SinkWriter<T>
    {
        private string _before = "";

        // Flink's rule: the subtask counts from 1, and is shown where there are several.
        public override void Open(ISinkContext context)
        {
            var subtask = context.Parallelism > 1 ? (context.SubtaskIndex + 1).ToString(CultureInfo.InvariantCulture) : null;
            var parts = new[] { prefix, subtask }.Where(part => !string.IsNullOrEmpty(part));
            _before = string.Join(':', parts) is { Length: > 0 } before ? before + "> " : "";
        }

        public override void Write(T value, long timestamp)
        {
            try
            {
                writer.WriteLine(_before + Lines.Format(value));
            }
            catch (StandardOutputClosedException e)
            {
                // It stays closed: a job that restarts would go on for ever, and nobody would see it.
                throw new SuppressRestartsException(e.Message, e);
            }
        }
    }
}
