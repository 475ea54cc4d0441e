using Akka.Actor;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Checkpoints.Restoring;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Runtime.Control.Management;
using FlowActors.Runtime.Planning;
using FlowActors.Runtime.Protocols;
using FlowActors.Runtime.Subtasks.State;
using Microsoft.Extensions.Logging;
using static FlowActors.Runtime.Control.Coordination.JobCoordinatorProtocol;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>
/// What a coordinator does for checkpoints beside sending messages: reads, writes and deletes in the job's storage, on the dispatcher for
/// blocking work, one thing after the other. Used on the coordinator's thread.
/// </summary>
internal sealed class CheckpointShell(JobEntry job, ControlServices services, IActorRef self, IActorContext context, ILogger log)
{
    // Who asked repeats the question until the answer arrives, or looks later.
    private const int OverMax = 256;

    private readonly Akka.Dispatch.MessageDispatcher _blocking = context.System.Dispatchers.Lookup(ControlServices.BlockingDispatcher);
    private readonly Dictionary<string, IActorRef> _askers = [];
    private readonly Dictionary<long, string> _underWay = [];
    private readonly SnapshotRequests _known = new(OverMax);
    // Its folder is made by the first who needs it.
    private readonly Lazy<ICheckpointStorage> _storage = new(() => services.Checkpoints.Storages.Of(job.Job.Id), LazyThreadSafetyMode.PublicationOnly);
    private Task _last = Task.CompletedTask;
    private long _requests;

    /// <summary>How a job takes checkpoints of which none need be looked at; null where it takes none.</summary>
    public CheckpointStart? Of(JobSpec spec, JobShape shape) =>
        CheckpointUse.SettingsOf(services.Checkpoints, spec, shape) is { } settings ? new CheckpointStart(settings, new Dictionary<long, KeptSnapshot>()) : null;

    /// <summary>Finds out what a job goes on with whose attempts may run; answered by <see cref="StartFound"/>, at once where nothing is kept.</summary>
    public void Look(JobSpec spec, JobShape shape, CheckpointRecord record)
    {
        if (record.Kept.IsEmpty && spec.From is null) Tell(new StartFound(new JobStart(spec, shape, Of(spec, shape))));
        else Look(spec, shape, record, present: null, isResumed: false);
    }

    /// <summary>
    /// Finds out what a job goes on with that an earlier run of the process has left: its present code is planned anew. Answered by <see cref="StartFound"/>.
    /// </summary>
    public void LookAnew(JobSpec spec, JobShape before, CheckpointRecord record)
    {
        // Building runs user code, which may take its time or never return: on a thread of its own.
        Task.Factory.StartNew(
            () =>
            {
                try
                {
                    var graph = services.Catalog.Replan(spec);
                    if (StateMemoryCheck.Refusal(graph, services.State) is { } refusal)
                    {
                        Tell(new StartFound(new JobStart(spec, before, Halt: refusal)));
                        return;
                    }

                    var now = spec with { Parallelism = ResolvedParallelism.Of(graph.Job) };
                    var interval = services.Checkpoints.SettingsOf(graph.Job.Settings.Checkpoints).Interval;
                    var present = record.Kept.IsEmpty && spec.From is null ? null : OriginCheck.StatesOf(now, services);
                    Look(now, JobShape.Of(graph, takesCheckpoints: interval is not null), record, present, isResumed: true);
                }
                catch (Exception e)
                {
                    var reason = e is JobValidationException ? ExceptionText.Message(e) : $"{e.GetType()}: {ExceptionText.Message(e)}";
                    Tell(new StartFound(new JobStart(spec, before, Halt: $"The job's present code cannot be built: {reason}")));
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    private void Look(JobSpec spec, JobShape shape, CheckpointRecord record, DeclaredStates? present, bool isResumed)
    {
        if (CheckpointUse.SettingsOf(services.Checkpoints, spec, shape) is not { } settings)
        {
            Tell(new StartFound(new JobStart(spec, shape, IsResumed: isResumed)));
            return;
        }

        Run(
            storage =>
            {
                var checkpoints = shape.Checkpoints!;
                var kept = KeptSnapshots.Read(storage, record, spec, checkpoints, present);
                var origin = spec.From is { } from ? KeptSnapshots.Read(storage, new RestoreFrom(0, from.Path), spec, checkpoints, present) : null;
                Tell(new StartFound(new JobStart(spec, shape, new CheckpointStart(settings, kept, origin), isResumed)));
            },
            failure => Tell(new StartFound(new JobStart(spec, shape, Halt: failure))));
    }

    /// <summary>Writes metadata; answered by <see cref="SnapshotPublished"/>.</summary>
    public void Publish(CoordinatorEffect.Publish asked) => Run(
        storage => Tell(new SnapshotPublished(asked.Metadata.Checkpoint, asked.Target, Publish(storage, asked), null)),
        failure => Tell(new SnapshotPublished(asked.Metadata.Checkpoint, asked.Target, 0, failure)));

    /// <summary>Deletes files; metadata first.</summary>
    public void Delete(IReadOnlyList<string> files) => Run(storage =>
        Attempt(() => storage.Delete([.. files.Select(file => CheckpointFiles.Find(storage, file)).OrderBy(file => !file.IsMetadata)])));

    /// <summary>Deletes a snapshot that the job has taken over, metadata first; answered by <see cref="CheckpointMessages.ClaimedGone"/> when that is done.</summary>
    public void DeleteClaimed(ClaimedSnapshot claimed) => Run(storage => Attempt(() =>
    {
        storage.Delete(CheckpointFiles.OfClaimed(storage, claimed));
        storage.FlushDeleted(new SnapshotLocation(claimed.Folder));
        Tell(new CheckpointMessages.ClaimedGone());
    }));

    /// <summary>Deletes what a crash has left.</summary>
    public void Sweep(CoordinatorEffect.Sweep asked) => Run(storage => Attempt(() => storage.Delete(CheckpointFiles.LeftBehind(storage, asked.Below, asked.Kept))));

    /// <summary>
    /// Somebody asks for a checkpoint or savepoint: answered by <see cref="SnapshotAnswer"/> when it is complete or will not be. Where a savepoint is
    /// written to is made ready first; then the coordinator tells itself a <see cref="CheckpointMessages.RequestCheckpoint"/>.
    /// </summary>
    public void Request(TakeSnapshot asked, IActorRef asker)
    {
        if (_known.IsNew(asked)) Begin(asked);
        Report(asked, asker);
    }

    private void Report(TakeSnapshot asked, IActorRef asker)
    {
        var progress = _known.Find(asked.Request)!;
        if (asked.IsReportedAtOnce) asker.Tell(new SnapshotProtocol.SnapshotRequest(asked.Job, progress), self);
        else if (progress.IsOver) asker.Tell(AnswerOf(progress), self);
        else _askers[asked.Request] = asker;
    }

    /// <summary>How far a snapshot is that somebody asked for; null when the request is not known.</summary>
    public SnapshotProgress? ProgressOf(string request) => _known.Find(request);

    /// <summary>Somebody asks for what the job does not take at all.</summary>
    public void Refuse(TakeSnapshot asked, string reason, IActorRef asker)
    {
        if (_known.IsNew(asked))
        {
            _known.Begin(asked, Now);
            _known.End(asked.Request, null, reason, Now);
        }

        Report(asked, asker);
    }

    private DateTimeOffset Now => services.Time.GetUtcNow();

    private void Begin(TakeSnapshot asked)
    {
        var request = ++_requests;
        var isTaken = asked.Target is not null && _known.IsWrittenTo(asked.Target);
        _known.Begin(asked, Now);
        _underWay[request] = asked.Request;
        if (isTaken) Tell(new SnapshotRefused(request, $"Another savepoint of the job is to be written to '{asked.Target}'. Name another folder."));
        else if (asked.Target is not { } target) Tell(new CheckpointMessages.RequestCheckpoint(request, asked.Kind, null));
        else Run(
            storage => Tell(new CheckpointMessages.RequestCheckpoint(request, asked.Kind, storage.CreateSavepoint(target).Folder) { IsNative = asked.IsNative }),
            failure => Tell(new SnapshotRefused(request, failure)));
    }

    /// <summary>What was asked for is not taken.</summary>
    public void Refuse(SnapshotRefused refused) => Answer(refused.Request, null, refused.Reason);

    /// <summary>Tells who asked for a checkpoint what became of it.</summary>
    public void Answer(CoordinatorEffect.AnswerCheckpoint answer) => Answer(
        answer.Request,
        (answer.Outcome as CheckpointOutcome.Completed)?.Checkpoint.Id,
        answer.Outcome switch
        {
            CheckpointOutcome.Aborted e => $"Checkpoint {e.Checkpoint} did not complete ({e.Reason}): {e.Cause}",
            CheckpointOutcome.Refused e => $"The job takes no checkpoint now: {e.Reason.Text}",
            _ => null,
        });

    private void Answer(long request, long? checkpoint, string? failure)
    {
        if (!_underWay.Remove(request, out var name)) return;
        var over = _known.End(name, checkpoint, failure is null ? null : ControlText.Cut(failure, ControlLimits.ReasonBytesMax), Now);
        if (_askers.Remove(name, out var asker)) asker.Tell(AnswerOf(over), self);
    }

    private SnapshotAnswer AnswerOf(SnapshotProgress over) => new(job.Job.Id, over.Checkpoint, over.Checkpoint is null ? null : over.Target, over.Failure);

    private void Tell(object message) => self.Tell(message, ActorRefs.NoSender);

    private long Publish(ICheckpointStorage storage, CoordinatorEffect.Publish asked)
    {
        var location = asked.Target is { } target ? new SnapshotLocation(target) : storage.Checkpoint(asked.Metadata.Checkpoint);
        try
        {
            return storage.Publish(location, asked.Metadata);
        }
        catch (SnapshotWriteException)
        {
            // Whether it is there is not known.
            Attempt(() => storage.Delete([location.Metadata]));
            throw;
        }
    }

    private void Attempt(Action action)
    {
        try
        {
            action();
        }
        catch (SnapshotWriteException e)
        {
            ControlLog.CheckpointFilesNotDeleted(log, job.Job.JobName, job.Job.Id, e.Message);
        }
    }

    // In the order of the calls, which may come from the thread that plans too.
    private void Run(Action<ICheckpointStorage> work, Action<string>? failed = null)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var before = Interlocked.Exchange(ref _last, done.Task);
        before.ContinueWith(
            _ => _blocking.Schedule(() =>
            {
                try
                {
                    // The host has stopped where it cannot.
                    services.Checkpoints.Work.TryRun(() => work(_storage.Value));
                }
                catch (SnapshotWriteException e) when (failed is not null)
                {
                    failed(e.Message);
                }
                catch (Exception e)
                {
                    failed?.Invoke($"{e.GetType()}: {e.Message}");
                    ControlLog.CheckpointStorageFailed(log, job.Job.JobName, job.Job.Id, e);
                }
                finally
                {
                    done.SetResult();
                }
            }),
            TaskScheduler.Default);
    }
}
