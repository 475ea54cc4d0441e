using Akka.Actor.Setup;
using FlowActors.Runtime.Control;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Hosting.Postgres;

/// <summary>What the journal of an ActorSystem has to know beyond its configuration.</summary>
/// <param name="where">Which database it is, for people.</param>
/// <param name="patience">For how long a decision is written again that the database does not take.</param>
/// <param name="loggers">Where it logs.</param>
internal sealed class PostgresSetup(string where, TimeSpan patience, ILoggerFactory loggers) : Setup
{
    public string Where => where;

    public TimeSpan Patience => patience;

    public ILoggerFactory Loggers => loggers;

    /// <summary>Hears of what is the matter; set before the journal is used.</summary>
    public JournalTrouble? Trouble { get; set; }
}
