using FlowActors.Cultures;
using FlowActors.Operators;
using FlowActors.Threading;

namespace FlowActors.Sinks;

/// <summary>
/// One call of a committer, off the subtask's thread. <see cref="Start"/> is the subtask's, <see cref="End"/> that of the thread that
/// closes the operators.
/// </summary>
/// <typeparam name="TCommittable">What describes something that was prepared.</typeparam>
internal sealed class CommitCall<TCommittable>(Committer<TCommittable> committer, IReadOnlyList<CommitRequest<TCommittable>> requests, OperatorContext context)
{
    private const int Waiting = 0;
    private const int Begun = 1;
    private const int Dropped = 2;
    private readonly InterruptGuard _userCode = new();
    private readonly TaskCompletionSource _returned = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITimer? _timer;
    private int _state = Waiting;

    /// <summary>Begins the call.</summary>
    /// <param name="delay">After that time on the job's clock.</param>
    /// <param name="returned">Told that it has returned, with what it threw; from any thread.</param>
    public void Start(TimeSpan delay, Action<Exception?> returned)
    {
        if (delay == TimeSpan.Zero) context.RunBlocking(() => _ = RunAsync(returned));
        else _timer = context.Time.CreateTimer(_ => context.RunBlocking(() => _ = RunAsync(returned)), null, delay, Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// The attempt is over, and its token cancelled: waits until the call has returned, unless it has not begun. Whoever interrupts this
    /// wait interrupts the call.
    /// </summary>
    public void End()
    {
        _timer?.Dispose();
        if (Interlocked.CompareExchange(ref _state, Dropped, Waiting) != Begun) return;
        while (true)
        {
            try
            {
                _returned.Task.Wait();
                return;
            }
            catch (ThreadInterruptedException)
            {
                _userCode.Interrupt();
            }
        }
    }

    private async Task RunAsync(Action<Exception?> returned)
    {
        if (Interlocked.CompareExchange(ref _state, Begun, Waiting) != Waiting) return;
        Exception? failure = null;
        try
        {
            await Begin().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            failure = e;
        }

        _timer?.Dispose();
        _returned.SetResult();
        returned(failure);
    }

    private Task Begin()
    {
        using var culture = InvariantThread.Enter();
        using var running = _userCode.Enter();
        return committer.CommitAsync(requests, context.Cancelled) ?? throw new InvalidOperationException(
            $"CommitAsync of {committer.GetType().Name} gave null instead of a task.");
    }
}
