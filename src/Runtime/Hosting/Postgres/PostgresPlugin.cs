using Akka.Persistence.Sql.Config;
using FlowActors.Runtime.Control;
using LinqToDB;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Hosting.Postgres;

/// <summary>How Akka's journal uses the database.</summary>
internal static class PostgresPlugin
{
    // The oldest dialect that has all that the journal needs: newer servers speak it too.
    private const string Dialect = ProviderName.PostgreSQL95;

    /// <summary>
    /// The plugins. The tables are there already. Once the server answers again it is found to within seconds; Akka would wait for half a minute.
    /// </summary>
    public const string Configuration = $$"""
        akka.persistence.journal {
          plugin = "akka.persistence.journal.flowactors"
          flowactors {
            class = "FlowActors.Runtime.Hosting.Postgres.PatientJournal, FlowActors.Runtime"
            plugin-dispatcher = "{{ControlServices.Dispatcher}}"
          }
          sql {
            provider-name = "{{Dialect}}"
            auto-initialize = off
            circuit-breaker.reset-timeout = 2s
            default {
              journal.table-name = "{{PostgresTables.Journal}}"
              tag.table-name = "{{PostgresTables.Tags}}"
            }
          }
        }
        """;

    /// <summary>Where the database is, for Akka's journal: apart from the configuration, of which it logs all.</summary>
    public static DataOptionsSetup Setup(PostgresSettings settings) => new(new DataOptions().UseConnectionString(Dialect, settings.ConnectionString));

    /// <summary>
    /// What stands before it. After the lease the nodes have ended the attempts of a coordinator that says nothing, and there is no use in waiting for longer.
    /// </summary>
    public static PostgresSetup PatienceFor(RuntimeSettings settings, ILoggerFactory loggers) => new(settings.Journal.Postgres!.Where, settings.Coordinator.Lease, loggers);
}
