using System.Runtime.CompilerServices;
using FlowActors.Sinks;

namespace FlowActors;

/// <summary>
/// Runs a program for the records of one of its streams. The program's other sinks run too; the stream itself stays as it is. For a
/// host in the same process.
/// </summary>
public static class DataStreamResults
{
    private const string SinkName = "Results";

    /// <summary>
    /// Runs the program, waits for its end, and gives all records of the stream: those of subtask 0 first, each subtask's in the order
    /// of their arrival. All of them are kept in memory.
    /// </summary>
    /// <param name="stream">The stream; a bounded one, as an endless one has no end to wait for.</param>
    /// <param name="jobName">The job's name; not empty.</param>
    /// <param name="cancellationToken">Cancels the job.</param>
    /// <exception cref="JobValidationException">The program cannot run; nothing was started.</exception>
    /// <exception cref="JobFailedException">The job failed.</exception>
    /// <exception cref="JobCancelledException">Somebody else cancelled the job.</exception>
    public static async Task<IReadOnlyList<T>> ExecuteAndCollectAsync<T>(
        this DataStream<T> stream, string jobName, CancellationToken cancellationToken = default)
    {
        var results = new CollectedResults<T>();
        var env = stream.Environment;
        var graph = env.Graph.BuildWith(stream.Upstreams, new CollectSink<T>(results), SinkName, jobName, env.Settings);
        await env.Run.ToEndAsync(graph, cancellationToken).ConfigureAwait(false);
        return results.Values;
    }

    /// <summary>
    /// Runs the program, gives the first records of the stream to arrive, and cancels the job as soon as it has them.
    /// </summary>
    /// <param name="stream">The stream, which may be endless.</param>
    /// <param name="jobName">The job's name; not empty.</param>
    /// <param name="limit">How many records at most; above 0. A stream that has fewer gives all of them.</param>
    /// <param name="cancellationToken">Cancels the job.</param>
    /// <exception cref="JobValidationException">The program cannot run; nothing was started.</exception>
    /// <exception cref="JobFailedException">The job failed before it had given so many.</exception>
    public static async Task<IReadOnlyList<T>> ExecuteAndCollectAsync<T>(
        this DataStream<T> stream, string jobName, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var results = new List<T>();
        await foreach (var result in stream.ExecuteAndIterateAsync(jobName, cancellationToken).ConfigureAwait(false))
        {
            results.Add(result);
            if (results.Count == limit) break;
        }

        return results;
    }

    /// <summary>
    /// Runs the program and gives the records of the stream while it runs, each subtask's in the order of their arrival:
    /// <c>await foreach (var record in stream.ExecuteAndIterateAsync("job"))</c>. The job is submitted when the loop begins; the loop
    /// ends when the job has ended well; a loop that is left before cancels the job and waits for its end.
    /// </summary>
    /// <remarks>
    /// A loop that is slower than the job slows it down: it lags 1,024 records behind at most, and as many
    /// again for each subtask whose functions emit that many in one call; beyond that their threads wait. What it has
    /// been given cannot be taken back, so the job is not restarted after a failure, whatever its restart strategy.
    /// </remarks>
    /// <param name="stream">The stream, which may be endless.</param>
    /// <param name="jobName">The job's name; not empty.</param>
    /// <param name="cancellationToken">Cancels the job, and the loop throws.</param>
    /// <exception cref="JobValidationException">The program cannot run; nothing was started.</exception>
    /// <exception cref="JobFailedException">In the loop, behind the records that came before it: the job failed.</exception>
    /// <exception cref="JobCancelledException">In the loop: somebody else cancelled the job.</exception>
    public static async IAsyncEnumerable<T> ExecuteAndIterateAsync<T>(
        this DataStream<T> stream, string jobName, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var results = new ResultStream<T>();
        var env = stream.Environment;
        var settings = env.Settings with { RestartStrategy = RestartStrategy.None };
        var graph = env.Graph.BuildWith(stream.Upstreams, new ResultStreamSink<T>(results), SinkName, jobName, settings);
        var job = await env.Run.SubmitToEndAsync(graph, cancellationToken).ConfigureAwait(false);
        var ended = results.EndWithAsync(job);
        try
        {
            await foreach (var result in results.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false)) yield return result;
        }
        finally
        {
            await ProgramRun.CancelAsync(job).ConfigureAwait(false);
            await ended.ConfigureAwait(false);
        }
    }
}
