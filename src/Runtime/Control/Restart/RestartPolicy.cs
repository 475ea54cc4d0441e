using System.Diagnostics;

namespace FlowActors.Runtime.Control.Restart;

/// <summary>Applies a <see cref="RestartStrategy"/> to the failures of one job. Not thread-safe.</summary>
/// <param name="strategy">What the job asked for.</param>
/// <param name="random">Random numbers from 0 to below 1, for the jitter.</param>
/// <param name="failures">How many failures there were before; those that it is told of come on top.</param>
internal sealed class RestartPolicy(RestartStrategy strategy, Func<double> random, int failures = 0)
{
    private readonly Queue<DateTimeOffset> _recent = new();
    private DateTimeOffset? _lastFailure;
    private TimeSpan _backoff = TimeSpan.Zero;
    private int _failures = failures;

    /// <summary>Takes note of a failure and decides.</summary>
    public RestartDecision OnFailure(DateTimeOffset now) => strategy switch
    {
        RestartStrategy.NoRestart => new RestartDecision.GiveUp("the restart strategy of the job is 'none'"),
        RestartStrategy.FixedDelay s => Fixed(s),
        RestartStrategy.FailureRate s => Rate(s, now),
        RestartStrategy.ExponentialDelay s => Exponential(s, now),
        _ => throw new UnreachableException($"Unknown restart strategy {strategy.GetType()}."),
    };

    private RestartDecision Fixed(RestartStrategy.FixedDelay s) => ++_failures <= s.Attempts
        ? new RestartDecision.Restart(s.Delay)
        : new RestartDecision.GiveUp($"all {s.Attempts} restarts of the fixed-delay restart strategy are used up");

    private RestartDecision Rate(RestartStrategy.FailureRate s, DateTimeOffset now)
    {
        _recent.Enqueue(now);
        while (now - _recent.Peek() > s.Interval) _recent.Dequeue();
        return _recent.Count <= s.MaxFailures
            ? new RestartDecision.Restart(s.Delay)
            : new RestartDecision.GiveUp(
                $"the failure-rate restart strategy allows {s.MaxFailures} failures within {s.Interval}, and there were {_recent.Count}");
    }

    private RestartDecision Exponential(RestartStrategy.ExponentialDelay s, DateTimeOffset now)
    {
        // The time to run well counts from the restart, hence without the delay before it.
        if (_failures == 0 || (_lastFailure is { } last && now - last - _backoff >= s.ResetAfter))
        {
            _failures = 0;
            _backoff = s.Initial;
        }
        else
        {
            _backoff = _lastFailure is not null && s.Multiplier < s.Max / _backoff ? _backoff * s.Multiplier : s.Max;
        }

        _lastFailure = now;
        if (++_failures > s.Attempts)
        {
            return new RestartDecision.GiveUp($"all {s.Attempts} restarts of the exponential-delay restart strategy are used up");
        }

        var jittered = _backoff * (1 + (s.Jitter * ((2 * random()) - 1)));
        return new RestartDecision.Restart(jittered < s.Initial ? s.Initial : Min(jittered, s.Max));
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
