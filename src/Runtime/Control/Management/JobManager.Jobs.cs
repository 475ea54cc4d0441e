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
            _services.Catalog.Remove(job.Id);
            ControlLog.JobRefused(_log, job.JobName, job.Id, e.Message);
            Sender.Tell(new JobRefused(job.Id, e is JobValidationException ? e.Message : $"{e.GetType()}: {e.Message}"));
            return;
        }

        var submitter = Sender;
        Persist(new JobListed(job), decision =>
        {
            _jobs.Apply(decision);
            ControlLog.JobSubmitted(_log, job.JobName, job.Id);
            StartCoordinator(job, shape);
            submitter.Tell(new JobAccepted(job.Id));
        });
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
        catch (Exception)
        {
            _services.Catalog.Remove(job.Id);
            return null;
        }
    }

    private IActorRef StartCoordinator(JobSpec job, JobShape? shape)
    {
        var manager = Self;
        var services = _services;
        var props = Akka.Actor.Props.Create(() => new JobCoordinator(job, shape, manager, services)).WithDispatcher(ControlServices.Dispatcher);
        return _coordinators[job.Id] = Context.ActorOf(Supervised(props, "coordinator", services), $"job-{job.Id}");
    }

    private void OnEnded(JobEnded ended)
    {
        _placements.Release(ended.Job);
        foreach (var node in _nodes.All) Agent(node.Node).Tell(new ForgetJob(ended.Job));
        _services.Catalog.Remove(ended.Job);
        if (_jobs.Find(ended.Job) is not { End: null }) return;
        Persist(new JobClosed(ended.Job, ended.Status), decision =>
        {
            foreach (var forgotten in _jobs.Apply(decision))
            {
                if (_coordinators.Remove(forgotten, out var coordinator)) Context.Stop(coordinator);
            }
        });
    }

    private static ActorSelection Agent(string node) => Context.ActorSelection($"{node}/user/{NodeAgent.ActorName}");
}
