using FlowActors.Sinks;
using FlowActors.Sinks.Printing;

namespace FlowActors;

/// <summary>Ends of streams that every program can use.</summary>
public static class DataStreamSinks
{
    /// <summary>The accumulator of the records that reached a <see cref="Discard"/>, over all of a job.</summary>
    public const string DiscardedAccumulator = "discardedRecords";

    /// <summary>
    /// Prints each record as a line on standard output (<see cref="Console.Out"/>), by the invariant culture, as soon as it
    /// arrives: a job that restarts prints again. A job fails when its standard output can no longer be written, and for good
    /// when whoever read it has gone (on Windows, what is printed then is lost). The line begins with <c>prefix:subtask&gt; </c>, where the subtask counts from 1 and is left out when
    /// there is only one.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="prefix">What lines begin with; null for nothing.</param>
    public static StreamSink Print<T>(this DataStream<T> stream, string? prefix = null) =>
        stream.SinkTo(new PrintSink<T>(prefix, StandardOutputWriter.ForConsole), "Print");

    /// <summary>
    /// Keeps the records in memory for the program to read when the job has ended. For tests and for small results, on a
    /// host in the same process.
    /// </summary>
    public static CollectedResults<T> Collect<T>(this DataStream<T> stream)
    {
        var results = new CollectedResults<T>();
        stream.SinkTo(new CollectSink<T>(results), "Collect");
        return results;
    }

    /// <summary>
    /// Writes each record as a line in UTF-8, ended by LF. A sink of one subtask writes a file of that path, a sink of more
    /// a folder with the files <c>part-0</c>, <c>part-1</c>, ...; missing folders above are made. Results appear when the job has
    /// ended well, in place of earlier ones; before, and after a failure or cancel, there is nothing under that name.
    /// Two sinks of a job that write the same path are refused when the job is submitted.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="path">The file or folder.</param>
    /// <param name="format">Makes the line, without its end; null takes the record's text by the invariant culture.</param>
    public static StreamSink WriteAsText<T>(this DataStream<T> stream, string path, Func<T, string>? format = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return stream.SinkTo(new TextFileSink<T>(path, format ?? Lines.Format), "Text File Sink");
    }

    /// <summary>Counts the records (<see cref="DiscardedAccumulator"/>) and drops them.</summary>
    public static StreamSink Discard<T>(this DataStream<T> stream) => stream.SinkTo(new DiscardSink<T>(), "Discard");

    /// <summary>
    /// Calls the action for each record, on the threads of all subtasks at once: what it shares must be thread-safe. A job
    /// that restarts calls it again for the same records.
    /// </summary>
    public static StreamSink ForEach<T>(this DataStream<T> stream, Action<T> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return stream.SinkTo(new ForEachSink<T>(action), "ForEach");
    }
}
