using System.Text.Json;
using FlowActors.Functions;
using FlowActors.Sinks;
using FlowActors.Sinks.Printing;

namespace FlowActors;

/// <summary>Ends of streams that every program can use.</summary>
public static partial class DataStreamSinks
{
    /// <summary>The accumulator of the records that reached a <see cref="Discard"/>, over all of a job.</summary>
    public const string DiscardedAccumulator = "discardedRecords";

    /// <summary>
    /// Prints each record as a line on standard output (<see cref="Console.Out"/>), by the invariant culture, as soon as it
    /// arrives: a job that restarts prints again. A job fails when its standard output can no longer be written, and for good
    /// when whoever read it has gone (on Windows, what is printed then is lost). The line begins with
    /// <c>prefix:subtask&gt; </c>, where the subtask counts from 1 and is left out when there is only one.
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
        stream.Environment.Graph.Listeners.Add(results);
        return results;
    }

    /// <summary>
    /// Writes each record as a line in UTF-8, ended by LF, into a folder with a file for each subtask: <c>part-0</c>,
    /// <c>part-1</c>, ... Missing folders above are made. Results appear when the job has ended well, in place of earlier
    /// ones, also of those of more subtasks; before, and after a failure or cancel, there is nothing under that name.
    /// </summary>
    /// <remarks>
    /// Until then lines are kept in hidden files beside the folder, which checkpoints and savepoints name: a job that is restored must have the same
    /// path, and all of them must be there. Those of a run without checkpoints whose process was killed are removed by
    /// the next run to the same path on the same machine; a job that took some and is not resumed leaves them. A job is refused when it is submitted if there is a file of that
    /// name, if the folder holds anything but such results (and hidden files), or if two sinks of the job write the same.
    /// </remarks>
    /// <param name="stream">The stream.</param>
    /// <param name="path">The folder.</param>
    /// <param name="format">Makes the line, without its end; null takes the record's text by the invariant culture.</param>
    public static StreamSink WriteAsText<T>(this DataStream<T> stream, string path, Func<T, string>? format = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return stream.SinkTo(new TextFolderSink<T>(path, format ?? Lines.Format), "Text Sink", function: format);
    }

    /// <summary>
    /// Writes each record as a line in UTF-8, ended by LF, into one file. One subtask writes it, whatever the parallelism of
    /// the program, so all records go to one place; for many of them <see cref="WriteAsText"/> is faster. Missing folders above
    /// are made. The file appears when the job has ended well, in place of an earlier one; before, and after a failure or
    /// cancel, there is nothing under that name.
    /// </summary>
    /// <remarks>
    /// Until then lines are kept in hidden files beside it, as said at <see cref="WriteAsText"/>. A job is refused when it is submitted if there is a folder of that name, or if
    /// two sinks of the job write the same.
    /// </remarks>
    /// <param name="stream">The stream.</param>
    /// <param name="path">The file.</param>
    /// <param name="format">Makes the line, without its end; null takes the record's text by the invariant culture.</param>
    public static StreamSink WriteAsTextFile<T>(this DataStream<T> stream, string path, Func<T, string>? format = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return stream.SinkTo(new TextFileSink<T>(path, format ?? Lines.Format), "Text File Sink", nonParallel: true, format);
    }

    /// <summary>
    /// Writes each record as one line of JSON in UTF-8, ended by LF, into a folder with a file for each subtask; as
    /// <see cref="WriteAsText"/> otherwise.
    /// </summary>
    /// <remarks>
    /// Where no options are given: public properties and fields under their own names; numbers as numbers, 64-bit ones and decimals with
    /// all of their digits (a decimal keeps its scale; readers that know only floating point lose some); NaN and infinities as the
    /// strings <c>"NaN"</c>, <c>"Infinity"</c> and <c>"-Infinity"</c>; dates and times by ISO 8601; bytes by Base64; enums as numbers;
    /// null members as <c>null</c>; letters of all languages as they are, but for those beyond U+FFFF, which are
    /// escaped. Options rule all of it, except that a record stays on one line,
    /// and that NaN then needs <see cref="System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals"/>.
    /// </remarks>
    /// <param name="stream">The stream.</param>
    /// <param name="path">The folder.</param>
    /// <param name="options">How records are written; null as said above.</param>
    public static StreamSink WriteAsJsonLines<T>(this DataStream<T> stream, string path, JsonSerializerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return stream.SinkTo(new TextFolderSink<T>(path, Json<T>(options), LineSinkNames.Json), "JSON Lines Sink");
    }

    /// <summary>
    /// Writes each record as one line of JSON, as <see cref="WriteAsJsonLines"/> does, into one file, as <see cref="WriteAsTextFile"/> does.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">How records are written; null as for <see cref="WriteAsJsonLines"/>.</param>
    public static StreamSink WriteAsJsonLinesFile<T>(this DataStream<T> stream, string path, JsonSerializerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return stream.SinkTo(new TextFileSink<T>(path, Json<T>(options), LineSinkNames.Json), "JSON Lines File Sink", nonParallel: true);
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
        return stream.SinkTo(new ForEachSink<T>(action), "ForEach", function: action);
    }

    /// <summary>
    /// Calls an asynchronous function for each record. Calls overlap, so their order is not that of the records; when as many are under
    /// way as may be, the stream waits. At a checkpoint and at the end all calls are waited for; a job that restarts calls again for the
    /// same records. A call that fails fails the job.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="action">
    /// Begins on the subtask's thread, which it must not block, and goes on wherever its awaits lead it. The token is cancelled when the
    /// attempt ends.
    /// </param>
    /// <param name="callsMax">How many calls each subtask may have under way; above 0.</param>
    public static StreamSink ForEachAsync<T>(this DataStream<T> stream, Func<T, CancellationToken, Task> action, int callsMax = 100)
    {
        ArgumentNullException.ThrowIfNull(action);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(callsMax);
        CheckLed(action, nameof(ForEachAsync));
        return stream.SinkTo(new AsyncCallbackSink<T>((batch, cancelled) => action(batch[0], cancelled), 1, callsMax), "ForEachAsync");
    }

    /// <summary>
    /// Calls an asynchronous function for batches of records, in their order. A batch is handed over as soon as a call is free, so
    /// batches are small while the function is fast and grow while it is slow. Otherwise as <see cref="ForEachAsync"/>.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="action">As for <see cref="ForEachAsync"/>; the batch is its own.</param>
    /// <param name="batchRecordsMax">How many records a batch has at most; above 0.</param>
    /// <param name="callsMax">How many calls each subtask may have under way; with more than one, batches overtake each other.</param>
    public static StreamSink ForEachBatchAsync<T>(
        this DataStream<T> stream, Func<IReadOnlyList<T>, CancellationToken, Task> action, int batchRecordsMax = 500, int callsMax = 1)
    {
        ArgumentNullException.ThrowIfNull(action);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchRecordsMax);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(callsMax);
        CheckLed(action, nameof(ForEachBatchAsync));
        return stream.SinkTo(new AsyncCallbackSink<T>(action, batchRecordsMax, callsMax), "ForEachBatchAsync");
    }

    // Asynchronous as they should be, so that the rules for other functions are not theirs.
    private static void CheckLed(Delegate action, string method)
    {
        if (UnledCode.RefusalOf(action) is { } reason) throw new JobValidationException($"{method} cannot take the function: {reason}");
    }

    private static Func<RowEncoder<T>> Json<T>(JsonSerializerOptions? options)
    {
        var lined = JsonRowOptions.Of<T>(options);
        return () => new JsonRows<T>(lined);
    }
}
