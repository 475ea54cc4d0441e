using Akka.Actor;
using Akka.Persistence;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>Deletes the journal of a job that is not remembered any more, and ends.</summary>
internal sealed class JournalEraser : UntypedPersistentActor
{
    private readonly ILogger _log;

    public JournalEraser(string persistenceId, ILogger log)
    {
        PersistenceId = persistenceId;
        _log = log;
    }

    public override string PersistenceId { get; }

    public override Recovery Recovery => Recovery.None;

    protected override void OnRecover(object message)
    {
        if (message is RecoveryCompleted) DeleteMessages(long.MaxValue);
    }

    protected override void OnCommand(object message)
    {
        if (message is DeleteMessagesFailure failure) ControlLog.JournalNotShortened(_log, PersistenceId, failure.Cause);
        if (message is DeleteMessagesSuccess or DeleteMessagesFailure) Context.Stop(Self);
        else Unhandled(message);
    }
}
