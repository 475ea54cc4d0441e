using Akka.Actor;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Hosting;
using static FlowActors.Runtime.Control.JobManagerProtocol;
using static FlowActors.Runtime.Control.NodeProtocol;

namespace FlowActors.Runtime.Client;

/// <summary>Asks the job manager, and asks again until it answers; every request may be repeated. Thread-safe.</summary>
/// <param name="system">The node that is asked through.</param>
/// <param name="jobManager">The way to the job manager.</param>
/// <param name="settings">Times.</param>
/// <param name="time">The clock.</param>
/// <param name="isAbandoned">
/// True once the host was stopped although its ActorSystem could not end, because a thread is still inside user code.
/// </param>
internal sealed class ControlClient(ActorSystem system, IActorRef jobManager, ClientSettings settings, TimeProvider time, Func<bool>? isAbandoned = null)
{
    private bool IsStopped => system.WhenTerminated.IsCompleted || isAbandoned?.Invoke() == true;

    /// <summary>Asks until there is an answer or the timeout of the client.</summary>
    /// <exception cref="TimeoutException">Nobody answered.</exception>
    /// <exception cref="KeyNotFoundException">The job is not known.</exception>
    public Task<T> AskAsync<T>(IControlMessage request, CancellationToken cancellationToken)
        where T : IControlMessage => AskAsync<T>(request, time.GetUtcNow() + settings.Timeout, cancellationToken);

    /// <summary>Asks until there is an answer, however long that takes.</summary>
    /// <exception cref="KeyNotFoundException">The job is not known.</exception>
    public Task<T> WaitAsync<T>(IControlMessage request, CancellationToken cancellationToken)
        where T : IControlMessage => AskAsync<T>(request, DateTimeOffset.MaxValue, cancellationToken);

    /// <summary>Asks every node for the figures of a job; a node that does not answer in time is left out.</summary>
    public async Task<IReadOnlyList<JobFigures>> AskNodesAsync(JobId job, CancellationToken cancellationToken)
    {
        var nodes = await AskAsync<Nodes>(new GetNodes(), cancellationToken).ConfigureAwait(false);
        var answers = await Task.WhenAll(nodes.All.Select(n => AskNodeAsync(n.Node, job, cancellationToken))).ConfigureAwait(false);
        return [.. answers.OfType<JobFigures>()];
    }

    private async Task<JobFigures?> AskNodeAsync(string node, JobId job, CancellationToken cancellationToken)
    {
        try
        {
            return await system.ActorSelection($"{node}/user/{NodeAgent.ActorName}")
                .Ask<JobFigures>(new GetJobFigures(job), settings.RetryInterval, cancellationToken).ConfigureAwait(false);
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }

    private async Task<T> AskAsync<T>(IControlMessage request, DateTimeOffset deadline, CancellationToken cancellationToken)
        where T : IControlMessage
    {
        while (true)
        {
            try
            {
                var answer = await jobManager.Ask<object>(request, settings.RetryInterval, cancellationToken).ConfigureAwait(false);
                return answer switch
                {
                    T expected => expected,
                    JobRefused e => throw new JobValidationException(e.Reason),
                    JobUnknown e => throw new KeyNotFoundException(
                        $"Job {e.Job} is not known: it was never submitted here, or it ended long ago and was forgotten (flowactors.coordinator.history-max)."),
                    _ => throw new InvalidOperationException($"The job manager answered {request.GetType().Name} with {answer.GetType().Name}."),
                };
            }
            catch (AskTimeoutException) when (time.GetUtcNow() < deadline && !IsStopped)
            {
                // Lost on the way, or the job manager is moving to another node.
            }
            catch (AskTimeoutException e)
            {
                throw new TimeoutException(
                    IsStopped
                        ? "The host was stopped."
                        : $"The job manager did not answer within {settings.Timeout} (flowactors.client.timeout). Is the cluster up?",
                    e);
            }
        }
    }
}
