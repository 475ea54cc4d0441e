using Akka.Actor;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Protocols;
using static FlowActors.Runtime.Control.Management.JobManagerProtocol;

namespace FlowActors.Runtime.Client;

/// <summary>Asks the job manager, and asks again until it answers; every request may be repeated. Thread-safe.</summary>
/// <param name="node">The node that is asked through; throws what its callers are to see while there is none yet.</param>
/// <param name="settings">Times.</param>
/// <param name="time">The clock.</param>
/// <param name="stopped">Cancelled when the host stops: from then on every call, also one that is under way, fails at once.</param>
internal sealed class ControlClient(Func<AskedNode> node, ClientSettings settings, TimeProvider time, CancellationToken stopped)
{
    /// <summary>The node that is asked through.</summary>
    /// <exception cref="NodeNotStartedException">There is none yet.</exception>
    public AskedNode Node => node();

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>When a call that begins now is given up.</summary>
    public DateTimeOffset Deadline => time.GetUtcNow() + settings.Timeout;

    /// <exception cref="ObjectDisposedException">The host was stopped.</exception>
    /// <exception cref="NodeNotStartedException">It has not started yet.</exception>
    public void ThrowIfNotRunning()
    {
        ThrowIfStopped();
        _ = Node;
    }

    /// <summary>Asks until there is an answer or the timeout of the client.</summary>
    /// <exception cref="TimeoutException">Nobody answered.</exception>
    /// <exception cref="KeyNotFoundException">The job is not known.</exception>
    /// <exception cref="ObjectDisposedException">The host was stopped.</exception>
    public Task<T> AskAsync<T>(IControlMessage request, CancellationToken cancellationToken)
        where T : IControlMessage => AskAsync<T>(request, Deadline, cancellationToken);

    /// <summary>Asks until there is an answer, however long that takes.</summary>
    /// <exception cref="KeyNotFoundException">The job is not known.</exception>
    /// <exception cref="ObjectDisposedException">The host was stopped.</exception>
    public Task<T> WaitAsync<T>(IControlMessage request, CancellationToken cancellationToken)
        where T : IControlMessage => AskAsync<T>(request, DateTimeOffset.MaxValue, cancellationToken);

    /// <summary>Tells the job manager, or a coordinator by it, something that is not answered and may be lost.</summary>
    public void Tell(IControlMessage message) => Node.JobManager.Tell(message, ActorRefs.NoSender);

    /// <summary>Asks the agent of a node once; null when it does not answer in time.</summary>
    /// <exception cref="ObjectDisposedException">The host was stopped.</exception>
    public Task<object?> TryAskNodeAsync(string node, IControlMessage request, CancellationToken cancellationToken) =>
        TryAskAsync(AgentOf(node), request, settings.RetryInterval, cancellationToken);

    /// <summary>Asks the agent of a node once, something that it holds for a while; null when it does not answer in time.</summary>
    /// <param name="node">The node.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="held">How long it holds the question.</param>
    /// <param name="cancellationToken">Gives the question up.</param>
    /// <exception cref="ObjectDisposedException">The host was stopped.</exception>
    public Task<object?> TryAskNodeAsync(string node, IControlMessage request, TimeSpan held, CancellationToken cancellationToken) =>
        TryAskAsync(AgentOf(node), request, held + settings.RetryInterval, cancellationToken);

    /// <summary>Tells the agent of a node something, which may be lost.</summary>
    public void TellNode(string node, IControlCommand command)
    {
        if (!stopped.IsCancellationRequested) AgentOf(node).Tell(command, ActorRefs.NoSender);
    }

    /// <summary>Fails when a call has taken too long.</summary>
    /// <exception cref="TimeoutException">It has.</exception>
    public void ThrowIfLate(DateTimeOffset deadline, string who, string advice)
    {
        if (time.GetUtcNow() >= deadline)
            throw new TimeoutException($"{who} did not answer within {settings.Timeout} (flowactors.client.timeout). {Node.Journal.Text ?? advice}");
    }

    private async Task<T> AskAsync<T>(IControlMessage request, DateTimeOffset deadline, CancellationToken cancellationToken)
        where T : IControlMessage
    {
        while (true)
        {
            switch (await TryAskAsync(Node.JobManager, request, settings.RetryInterval, cancellationToken).ConfigureAwait(false))
            {
                case T expected: return expected;
                case JobRefused e: throw new JobValidationException(e.Reason);
                case JobUnknown e: throw new KeyNotFoundException(
                    $"Job {e.Job} is not known: it was never submitted here, or it ended long ago and was forgotten (flowactors.coordinator.history-max).");
                case null:
                    // Lost on the way, or the job manager is moving to another node.
                    if (deadline < DateTimeOffset.MaxValue) ThrowIfFenced();
                    ThrowIfLate(deadline, "The job manager", "Is the cluster up?");
                    break;
                case var other: throw new InvalidOperationException($"The job manager answered {request.GetType().Name} with {other.GetType().Name}.");
            }
        }
    }

    private void ThrowIfFenced()
    {
        if (!Node.Standstill.MayAnswer)
            throw new TimeoutException("The process of this node stood still for a while, and does not know yet whether its cluster has gone on without it. Ask another node, or ask again in some seconds.");
    }

    private ActorSelection AgentOf(string node) => Node.System.ActorSelection($"{node}/user/{NodeAgent.ActorName}");

    private async Task<object?> TryAskAsync(ICanTell target, IControlMessage request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ThrowIfStopped();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopped);
        try
        {
            var answer = await target.Ask<object>(request, timeout, either.Token).ConfigureAwait(false);
            if (Node.Standstill.MayAnswer) return answer;
            // As if it were lost: the next answer may be another one.
            await Task.Delay(settings.RetryInterval, time, either.Token).ConfigureAwait(false);
            return null;
        }
        catch (AskTimeoutException)
        {
            ThrowIfStopped();
            return null;
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Stopped();
        }
    }

    private void ThrowIfStopped()
    {
        if (stopped.IsCancellationRequested) throw Stopped();
    }

    private static ObjectDisposedException Stopped() => new(nameof(FlowActorsHost), "The host was stopped; start another one.");
}
