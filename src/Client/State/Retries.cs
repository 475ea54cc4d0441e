using System.Net;

namespace FlowActors.Client.State;

/// <summary>Asks again what a server refuses for a moment, when it says to, up to a time.</summary>
/// <param name="timeout">For how long.</param>
/// <param name="time">The clock.</param>
internal sealed class Retries(TimeSpan timeout, TimeProvider time)
{
    /// <summary>How long it is until the next attempt where nothing says so.</summary>
    public static readonly TimeSpan Unreached = TimeSpan.FromSeconds(1);

    // Whoever is told to come again at once is not in such a hurry.
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);

    public TimeProvider Time => time;

    /// <summary>For how long it is asked again.</summary>
    public TimeSpan Timeout => timeout;

    /// <summary>Asks until there is an answer, or a refusal that will not change.</summary>
    /// <param name="ask">Asks.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <param name="wasReached">Whether the server has been there: then it is awaited where it cannot be reached, too.</param>
    /// <exception cref="FlowActorsClientException">It was refused.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken, bool wasReached = false)
    {
        var since = time.GetTimestamp();
        while (true)
        {
            TimeSpan pause;
            try
            {
                return await ask().ConfigureAwait(false);
            }
            catch (FlowActorsClientException e) when (PauseAfter(e, wasReached) is { } after && time.GetElapsedTime(since) + after <= timeout)
            {
                pause = after;
            }

            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static TimeSpan? PauseAfter(FlowActorsClientException e, bool wasReached) => e.Status switch
    {
        HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests => e.RetryAfter < Shortest ? Shortest : e.RetryAfter,
        null when wasReached && e.InnerException is HttpRequestException => Unreached,
        _ => null,
    };
}
