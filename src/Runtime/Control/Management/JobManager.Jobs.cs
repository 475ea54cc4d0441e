using Akka.Actor;
using Microsoft.Extensions.Logging;
using static FlowActors.Runtime.Control.CoordinatorProtocol;
using static FlowActors.Runtime.Control.JobManagerProtocol;
using static FlowActors.Runtime.Control.NodeProtocol;

namespace FlowActors.Runtime.Control;

/// <content>Jobs: accepted, passed on to, ended.</content>
internal sealed partial class JobManager
{
    private void Submit(JobSpec job)
    {
        if (_jobs.Find(job.Id) is not null)
        {
            Sender.Tell(new JobAccepted(job.Id));
            return;
        }

        JobShape shape;
        try
        {
            shape = JobShape.Of(_services.Catalog.Resolve(job));
        }
        catch (Exception e)
        {
            // Building runs user code; whatever it throws is the submitter's business.
            Refuse(job, e is JobValidationException ? ExceptionText.Message(e) : $"{e.GetType()}: {ExceptionText.Message(e)}", e);
            return;
        }

        if (SlotsMissing(shape.Slots) is { } reason)
        {
            Refuse(job, reason, null);
            return;
        }

        var submitter = Sender;
        Persist(new JobListed(job), decision =>
        {
            Apply(decision);
            ControlLog.JobSubmitted(_log, job.JobName, job.Id);
            StartCoordinator(job, shape);
            submitter.Tell(new JobAccepted(job.Id));
            KeepJournalShort();
        });
    }

    private void Refuse(JobSpec job, string reason, Exception? cause)
    {
        _services.Catalog.Remove(job.Id);
        ControlLog.JobRefused(_log, job.JobName, job.Id, reason, cause);
        Sender.Tell(new JobRefused(job.Id, ControlText.Cut(reason, ControlLimits.ReasonBytesMax)));
    }

    // A job that was accepted keeps its slots until it has ended, also while it waits for a restart.
    private string? SlotsMissing(int slots)
    {
        var shards = _services.Settings.Sharding.Shards;
        return slots > shards - _slots.Values.Sum() ? Refusal(slots, shards) : null;
    }

    private Jobs Page(GetJobs request)
    {
        var (jobs, more) = Pages.First(_jobs.All.Where(j => j.Number > request.After), ControlJson.Default.JobLine);
        return new Jobs(jobs, more);
    }

    private void Forward(IJobMessage message)
    {
        if (_jobs.Find(message.Job) is { } line) Coordinator(line.Job).Forward(message);
        else Sender.Tell(new JobUnknown(message.Job));
    }

    /// <summary>The coordinator of a job that was submitted before; started when it is not there.</summary>
    private IActorRef Coordinator(JobSpec job)
    {
        if (_coordinators.TryGetValue(job.Id, out var coordinator)) return coordinator;
        return StartCoordinator(job, TryShape(job));
    }

    // A job of a former process may have been made of lambdas or of a class that is not there any more; its history can still be read.
    private JobShape? TryShape(JobSpec job)
    {
        if (_jobs.Find(job.Id)?.End is not null) return null;
        try
        {
            return JobShape.Of(_services.Catalog.Resolve(job));
        }
        catch (Exception e)
        {
            ControlLog.JobNotBuilt(_log, job.JobName, job.Id, e);
            _services.Catalog.Remove(job.Id);
            return null;
        }
    }

    private IActorRef StartCoordinator(JobSpec job, JobShape? shape)
    {
        if (shape is not null) _slots[job.Id] = shape.Slots;
        var manager = Self;
        var services = _services;
        var props = Akka.Actor.Props.Create(() => new JobCoordinator(job, shape, manager, services)).WithDispatcher(ControlServices.Dispatcher);
        return _coordinators[job.Id] = Context.ActorOf(Supervised(props, "coordinator", services), $"job-{job.Id}");
    }

    private void OnEnded(JobEnded ended)
    {
        _placements.Release(ended.Job);
        _slots.Remove(ended.Job);
        foreach (var node in _nodes.All) Agent(node.Node).Tell(new ForgetJob(ended.Job));
        _services.Catalog.Remove(ended.Job);
        if (_jobs.Find(ended.Job) is not { End: null }) return;
        Persist(new JobClosed(ended.Job, ended.Status), decision =>
        {
            Apply(decision);
            if (_jobs.Surplus is { Count: > 0 } surplus) PersistAll(surplus.Select(j => new JobForgotten(j)), Forget);
        });
    }

    private void Forget(JobForgotten decision)
    {
        Apply(decision);
        var job = decision.Job;
        if (_coordinators.Remove(job, out var coordinator)) Context.Stop(coordinator);
        foreach (var node in _nodes.All) Agent(node.Node).Tell(new ForgetFigures(job));
        var (id, log) = (JobCoordinator.PersistenceIdOf(job), _log);
        Context.ActorOf(Akka.Actor.Props.Create(() => new JournalEraser(id, log)).WithDispatcher(ControlServices.Dispatcher));
    }

    private static ActorSelection Agent(string node) => Context.ActorSelection($"{node}/user/{NodeAgent.ActorName}");
}
