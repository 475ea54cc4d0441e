using Akka.Actor;
using Akka.Persistence;
using FlowActors.Runtime.Control;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Hosting.Postgres;

/// <summary>
/// Akka's journal with patience: while the database does not answer, decisions are written again and again, so that job manager and coordinators, which would end and begin again with each
/// failure, wait instead, and with them the enumerators of sources that live there. All else goes through.
/// </summary>
internal sealed class PatientJournal : UntypedActor
{
    /// <summary>The plugin that writes.</summary>
    public const string Inner = "akka.persistence.journal.sql";

    private readonly PostgresSetup _setup = Context.System.Settings.Setup.Get<PostgresSetup>().Value;
    private readonly IActorRef _journal = Persistence.Instance.Apply(Context.System).JournalFor(Inner);
    private readonly ILogger _log;

    public PatientJournal() => _log = _setup.Loggers.CreateLogger("FlowActors.Journal");

    protected override void OnReceive(object message)
    {
        if (message is WriteMessages write) Context.ActorOf(Props.Create(() => new PatientWrite(write, _journal, _setup, _log)).WithDispatcher(ControlServices.Dispatcher));
        else _journal.Forward(message);
    }
}
