using System.Threading.Channels;
using FlowActors.Sources;

namespace FlowActors;

/// <summary>Sources that every program can use.</summary>
public static class StreamExecutionEnvironmentSources
{
    /// <summary>
    /// The lines of text files: see <see cref="TextFileSource"/>. All subtasks read, each its share of the files and of the
    /// ranges of large ones, so there is an order within a subtask only. Files in gzip are decompressed.
    /// </summary>
    /// <param name="env">The environment.</param>
    /// <param name="paths">Files, folders, patterns with <c>*</c> and <c>**</c>, or <c>-</c> for standard input.</param>
    public static DataStream<string> ReadTextFile(this StreamExecutionEnvironment env, params string[] paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return env.FromSource(new TextFileSource(paths), "Text File Source");
    }

    /// <summary>The lines of text files that are read with other settings, such as their encoding, or monitored: see <see cref="TextFileSource"/>.</summary>
    /// <param name="env">The environment.</param>
    /// <param name="settings">How to read.</param>
    /// <param name="paths">Files, folders, patterns with <c>*</c> and <c>**</c>, or <c>-</c> for standard input.</param>
    public static DataStream<string> ReadTextFile(this StreamExecutionEnvironment env, TextFileSettings settings, params string[] paths)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(paths);
        return env.FromSource(new TextFileSource(paths, settings), "Text File Source");
    }

    /// <summary>
    /// The lines, in UTF-8 and without their ends (LF or CRLF), that a server sends over TCP; one subtask connects to it, and again when the
    /// connection ends, as the settings say. <b>At most once</b>: a server cannot be asked again, so what it sent to an attempt that failed, and
    /// what it sends while nobody is connected, is lost, checkpoints or not.
    /// </summary>
    /// <remarks>
    /// When the server closes the connection, what it sent last is a line, also without an end. When the connection is lost, the part of a line
    /// that had come is dropped and counted in the metric <c>numTornLines</c>; <c>numReconnects</c> counts how often it was to connect again.
    /// Bytes that are no UTF-8 become U+FFFD and are counted in the accumulator <see cref="TextFileSource.InvalidUtf8Accumulator"/>.
    /// </remarks>
    /// <param name="env">The environment.</param>
    /// <param name="host">The server's name or address, as seen by the node that runs the subtask.</param>
    /// <param name="port">Its port, from 1 to 65,535.</param>
    /// <param name="settings">How to read; null takes the defaults, by which it connects again without end.</param>
    public static DataStream<string> SocketTextStream(this StreamExecutionEnvironment env, string host, int port, SocketTextSettings? settings = null) =>
        env.Graph.AddSource(Source.SocketText(host, port, settings), "Socket Stream", nonParallel: true);

    /// <summary>
    /// The records of an asynchronous sequence, from one subtask, in order; the source ends when it does. <b>At most once</b>: each attempt
    /// enumerates it anew, from what it gives then, and nothing is left out or repeated by the engine. What a sequence does not give again,
    /// such as what came from elsewhere in an attempt that failed, is lost, checkpoints or not.
    /// </summary>
    /// <remarks>
    /// A thread of its own calls the sequence, 16 to 4,096 records ahead of the job, the fewer the slower they are. When the attempt ends, the
    /// token of its enumerator is cancelled, a call that blocks is interrupted, and the enumerator is disposed when its last call has ended.
    /// </remarks>
    /// <param name="env">The environment.</param>
    /// <param name="records">The sequence.</param>
    /// <param name="boundedness">Whether it ends. Default: it goes on until the job is cancelled.</param>
    public static DataStream<T> FromAsyncEnumerable<T>(
        this StreamExecutionEnvironment env, IAsyncEnumerable<T> records, Boundedness boundedness = Boundedness.Unbounded) =>
        env.Graph.AddSource(Source.FromAsyncEnumerable(records, boundedness), "Async Sequence Source", nonParallel: true);

    /// <summary>
    /// The records that are written to a channel, from one subtask, in order; the source ends when the channel is completed, and fails with the
    /// exception if it was completed with one. <b>At most once</b>: a channel gives nothing a second time, so what an attempt that failed
    /// had taken is lost, checkpoints or not, and the next one goes on with what the channel has then.
    /// </summary>
    /// <param name="env">The environment.</param>
    /// <param name="channel">What the subtask reads, on its thread. Whoever reads from it too takes records away.</param>
    /// <param name="boundedness">Whether it ends. Default: it goes on until the job is cancelled.</param>
    public static DataStream<T> FromChannel<T>(
        this StreamExecutionEnvironment env, ChannelReader<T> channel, Boundedness boundedness = Boundedness.Unbounded) =>
        env.Graph.AddSource(Source.FromChannel(channel, boundedness), "Channel Source", nonParallel: true);
}
