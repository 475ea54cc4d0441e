using System.Diagnostics;

namespace FlowActors.Runtime.Control.Restart;

/// <summary>Applies a <see cref="RestartStrategy"/> to the failures of one job. Not thread-safe.</summary>
/// <param name="strategy">What the job asked for.</param>
/// <param name="random">Random numbers from 0 to below 1, for the jitter.</param>
/// <param name="failures">How many failures there were before; those that it is told of come on top.</param>
/// <param name="sinceCheckpoint">How many of those came after the last completed checkpoint.</param>
internal sealed class RestartPolicy(RestartStrategy strategy, Func<double> random, int failures = 0, int sinceCheckpoint = 0)
{
    private readonly Queue<DateTimeOffset> _recent = new();
    private DateTimeOffset? _lastFailure;
    private TimeSpan _backoff = TimeSpan.Zero;
    private int _failures = failures;
    private int _sinceCheckpoint = sinceCheckpoint;

    /// <summary>The policy of a job of whose failures the journal tells, and what it said to the last of them; null when there was none.</summary>
    /// <param name="strategy">What the job asked for.</param>
    /// <param name="random">Random numbers from 0 to below 1, for the jitter.</param>
    /// <param name="failures">How many failures there were.</param>
    /// <param name="times">When the last of them were, oldest first.</param>
    /// <param name="sinceCheckpoint">How many of all came after the last completed checkpoint; all where none has completed.</param>
    public static (RestartPolicy Policy, RestartDecision? Last) Restore(
        RestartStrategy strategy, Func<double> random, int failures, IReadOnlyCollection<DateTimeOffset> times, int sinceCheckpoint)
    {
        var policy = new RestartPolicy(strategy, random, failures - times.Count, Math.Max(0, sinceCheckpoint - times.Count));
        RestartDecision? last = null;
        var left = times.Count;
        foreach (var at in times)
        {
            // When those before the last one completed is not known; none of these failures has ended the job.
            if (left-- >= sinceCheckpoint) policy.CheckpointCompleted();
            last = policy.OnFailure(at);
        }

        if (sinceCheckpoint == 0) policy.CheckpointCompleted();
        return (policy, last);
    }

    /// <summary>Takes note of a completed checkpoint with which restarts begin from now on: the job gets on.</summary>
    public void CheckpointCompleted() => _sinceCheckpoint = 0;

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
        _failures++;
        _sinceCheckpoint++;
        if (_failures > s.Attempts)
        {
            return new RestartDecision.GiveUp($"all {s.Attempts} restarts of the exponential-delay restart strategy are used up");
        }

        if (_sinceCheckpoint > s.AttemptsWithoutCheckpoint)
        {
            return new RestartDecision.GiveUp(
                $"the exponential-delay restart strategy allows {s.AttemptsWithoutCheckpoint} restarts in a row without a completed checkpoint in between, and they are used up");
        }

        var jittered = _backoff * (1 + (s.Jitter * ((2 * random()) - 1)));
        return new RestartDecision.Restart(jittered < s.Initial ? s.Initial : Min(jittered, s.Max));
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
