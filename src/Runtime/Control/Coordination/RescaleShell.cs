using Akka.Actor;
using FlowActors.Runtime.Control.Placement;
using FlowActors.Runtime.Planning;
using FlowActors.Runtime.Protocols;
using FlowActors.Runtime.Subtasks.State;
using Microsoft.Extensions.Logging;
using static FlowActors.Runtime.Control.Coordination.RescaleProtocol;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>
/// What a coordinator does for rescales beside leading attempts: plans the job at the other parallelism, and remembers what became of what somebody asked
/// for. Used on the coordinator's thread.
/// </summary>
internal sealed class RescaleShell(JobSpec job, ControlServices services, IActorRef self, ILogger log)
{
    // Who asked repeats the question until the answer arrives, or looks later.
    private const int OverMax = 256;

    private readonly Dictionary<string, RescaleProgress> _known = new(StringComparer.Ordinal);
    private readonly Queue<string> _over = [];
    private readonly Dictionary<string, List<IActorRef>> _askers = new(StringComparer.Ordinal);
    private readonly Dictionary<long, string> _underWay = [];
    private long _requests;

    /// <summary>How far one is; null when it is not known.</summary>
    public RescaleProgress? Find(string request) => _known.GetValueOrDefault(request);

    /// <summary>
    /// Somebody asks for another parallelism: the job is planned with it, and the coordinator tells itself a <see cref="RescalePlanned"/>.
    /// </summary>
    public void Request(RescaleJob asked, JobSpec spec, IActorRef asker)
    {
        if (_known.TryGetValue(asked.Request, out var known))
        {
            if (_askers.TryGetValue(asked.Request, out var waiting)) waiting.Add(asker);
            else asker.Tell(new RescaleRequest(job.Id, known), self);
            return;
        }

        var request = ++_requests;
        _known.Add(asked.Request, new RescaleProgress(asked.Parallelism, Now, null, null, null));
        _underWay.Add(request, asked.Request);
        _askers.Add(asked.Request, [asker]);
        if (asked.Parallelism is < 1 or > KeyGroups.MaxParallelismUpperBound) Refuse($"A parallelism of {asked.Parallelism} is not possible: it must be between 1 and {KeyGroups.MaxParallelismUpperBound}.");
        else if (spec.Parallelism is null) Refuse("The job has not begun. Ask again when it is running.", isForNow: true);
        else Plan(request, asked, spec);

        void Refuse(string reason, bool isForNow = false) => Take(request, new RescaleNews(isForNow ? RescaleStep.NotNow : RescaleStep.Impossible, reason));
    }

    /// <summary>What became of one.</summary>
    public void Take(long request, RescaleNews news)
    {
        if (!_underWay.TryGetValue(request, out var name)) return;
        if (news.Step != RescaleStep.Begun) End(request, name, news);
        if (!_askers.Remove(name, out var askers)) return;
        foreach (var asker in askers) asker.Tell(new RescaleRequest(job.Id, _known[name]), self);
    }

    private DateTimeOffset Now => services.Time.GetUtcNow();

    private void End(long request, string name, RescaleNews news)
    {
        _underWay.Remove(request);
        _known[name] = _known[name] with
        {
            EndedAt = Now,
            Failure = news.Text is { } text ? ControlText.Cut(text, ControlLimits.ReasonBytesMax) : null,
            Refusal = news.Step switch
            {
                RescaleStep.Impossible => RescaleRefusal.Impossible,
                RescaleStep.NotNow => RescaleRefusal.NotNow,
                _ => null,
            },
        };
        if (_known[name] is { Refusal: not null, Failure: { } reason } refused) ControlLog.RescaleRefused(log, job.JobName, job.Id, refused.Parallelism, reason);
        _over.Enqueue(name);
        if (_over.Count > OverMax) _known.Remove(_over.Dequeue());
    }

    // Building runs user code, which may take its time or never return: on a thread of its own.
    private void Plan(long request, RescaleJob asked, JobSpec spec) => Task.Factory.StartNew(
        () =>
        {
            object answer;
            try
            {
                var wanted = spec.At(asked.Parallelism);
                var graph = services.Catalog.Plan(wanted);
                if (StateMemoryCheck.Refusal(graph, services.State) is { } refusal) throw new JobValidationException(refusal);
                var interval = services.Checkpoints.SettingsOf(graph.Job.Settings.Checkpoints).Interval;
                var shape = JobShape.Of(graph, takesCheckpoints: interval is not null);
                if (shape.Slots > asked.SlotsMax) throw new JobValidationException(PlacementRefusals.For(shape.Slots, services.Sharding.Shards));
                if (shape.Slots > asked.RoomMax) throw new JobValidationException(PlacementRefusals.NoRoom(shape.Slots, asked.RoomMax));
                answer = new RescalePlanned(request, spec, wanted, shape, RescaleCause.Requested);
            }
            catch (Exception e)
            {
                var reason = e is JobValidationException ? ExceptionText.Message(e) : $"{e.GetType()}: {ExceptionText.Message(e)}";
                answer = new RescaleNotPlanned(request, reason);
            }

            self.Tell(answer, ActorRefs.NoSender);
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);
}

/// <summary>Within a coordinator: the job cannot be at the parallelism that was asked for.</summary>
internal sealed record RescaleNotPlanned(long Request, string Reason) : INoSerializationVerificationNeeded;
