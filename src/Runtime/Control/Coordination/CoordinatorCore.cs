using FlowActors.Runtime.Hosting;
using FlowActors.Runtime.Tasks;
using static FlowActors.Runtime.Control.CoordinatorEvents;
using static FlowActors.Runtime.Control.CoordinatorProtocol;

namespace FlowActors.Runtime.Control;

/// <summary>
/// Leads one job through its attempts: deploy all, open all, start all, finish all; after a failure or a cancel stop all, then
/// restart or end. Knows no actors: a message and the time give decisions to write down and effects to perform after that.
/// Lost, repeated and late messages do no harm: commands are repeated until answered, and what is stale is dropped at the door.
/// Not thread-safe.
/// </summary>
/// <param name="settings">Times.</param>
/// <param name="incarnation">Names this process; another one cannot know the subtasks of an attempt of ours.</param>
/// <param name="random">Random numbers from 0 to below 1, for the jitter of restarts.</param>
internal sealed partial class CoordinatorCore(CoordinatorSettings settings, string incarnation, Func<double> random)
{
    // A job that restarts for ever must not fill the journal.
    private const int DecisionsMax = 64;

    private readonly List<ICoordinatorEvent> _events = [];
    private readonly List<CoordinatorEffect> _effects = [];
    private JobShape? _shape;
    private RestartPolicy? _restarts;
    private AttemptRun? _run;
    private int _decisions;

    /// <summary>What is decided so far, written or about to be.</summary>
    public JobRecord Record { get; private set; } = JobRecord.Empty;

    /// <summary>When a <see cref="Wake"/> is due; null when nothing waits for time.</summary>
    public DateTimeOffset? WakeAt => _run is null
        ? Record.End is null ? Record.RestartDueAt : null
        : Earlier(_run.RetryAt, _run.StopDeadline);

    /// <summary>Where slot i of the present attempt lives; empty when nothing runs.</summary>
    public IReadOnlyList<SlotLocation> Slots => _run?.Slots ?? [];

    /// <summary>Takes a decision of the past from the journal.</summary>
    public void Replay(ICoordinatorEvent decision)
    {
        Record = Record.Apply(decision);
        _decisions = decision is JobKept ? 0 : _decisions + 1;
    }

    /// <summary>Begins the job, or goes on where the journal ends. Called once, after the replay.</summary>
    /// <param name="job">The job.</param>
    /// <param name="shape">Its shape; null when this process cannot know the job's graph any more.</param>
    /// <param name="now">The time.</param>
    public CoordinatorStep Start(JobSpec job, JobShape? shape, DateTimeOffset now)
    {
        _shape = shape;
        if (shape is not null)
        {
            _restarts = new RestartPolicy(shape.RestartStrategy, random, Record.FailureCount - Record.FailureTimes.Count());
            foreach (var at in Record.FailureTimes) _restarts.OnFailure(at);
        }

        if (Record.Job is null) Decide(new JobSubmitted(job, now));
        if (Record.End is { } end) _effects.Add(new CoordinatorEffect.AnnounceEnd(end)); // the job manager may have missed it
        else Resume(now);
        return TakeStep();
    }

    /// <summary>Takes a message.</summary>
    public CoordinatorStep Handle(object message, DateTimeOffset now)
    {
        switch (message)
        {
            case SubtaskProtocol.IEvent e: OnSubtask(e, now); break;
            case AttemptPlaced e: OnPlaced(e, now); break;
            case PlacementRefused e: OnRefused(e, now); break;
            case SubtaskGone e: OnGone(e.Subtask, now); break;
            case SubtaskMisplaced e: OnMisplaced(e, now); break;
            case NodeLost e: OnNodeLost(e.Node, now); break;
            case CancelJob: OnCancel(now); break;
            case Wake: OnWake(now); break;
            default: throw new ArgumentException($"The coordinator of job {Record.Job?.Id} knows no message {message.GetType()}.");
        }

        return TakeStep();
    }

    private void Resume(DateTimeOffset now)
    {
        if (Record.AttemptOpen && Record.Incarnation == incarnation && _shape is not null)
        {
            // The subtasks of the attempt may still run, and what they have said since is lost: stop them as soon as they can be reached.
            _run = new AttemptRun(Record.Job!.Id, Record.Attempt, _shape);
            Fail(null, CoordinatorFailures.JournalLost, now);
            RequestPlacement(now);
        }
        else if (Record.CancelRequested)
        {
            End(JobStatus.Cancelled, new JobCancelled(now));
        }
        else if (_shape is null || (Record.Incarnation is { } other && other != incarnation))
        {
            var failure = new AttemptFailure(Record.Attempt, null, null, CoordinatorFailures.ProcessEnded, now);
            Decide(new AttemptFailed(failure));
            End(JobStatus.Failed, new JobFailed(now, "there is no checkpoint to resume from"));
        }
        else if (Record.RestartDueAt is null || Record.RestartDueAt <= now)
        {
            StartAttempt(now);
        }
    }

    private void StartAttempt(DateTimeOffset now)
    {
        Decide(new AttemptStarted(Record.Attempt + 1, incarnation, now));
        _run = new AttemptRun(Record.Job!.Id, Record.Attempt, _shape!);
        _rootCause = null;
        _decision = null;
        RequestPlacement(now);
    }

    private void RequestPlacement(DateTimeOffset now)
    {
        _run!.RetryAt = now + settings.RetryInterval;
        _effects.Add(new CoordinatorEffect.Place(_run.Attempt, _shape!.Slots));
    }

    private void End(JobStatus status, ICoordinatorEvent decision)
    {
        Decide(decision);
        _run = null;
        _rootCause = null;
        _effects.Add(new CoordinatorEffect.AnnounceEnd(status));
    }

    private void Decide(ICoordinatorEvent decision)
    {
        Replay(decision);
        _events.Add(decision);
    }

    /// <summary>Lets one decision stand for all before it, when there are many.</summary>
    private void KeepJournalShort()
    {
        if (_decisions >= DecisionsMax) Decide(new JobKept(Record));
    }

    private CoordinatorStep TakeStep()
    {
        var step = new CoordinatorStep([.. _events], [.. _effects]);
        _events.Clear();
        _effects.Clear();
        return step;
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b ?? a : a;
}
