using Akka.Persistence.Sql.Config;
using LinqToDB;

namespace FlowActors.Runtime.Hosting.Postgres;

/// <summary>How Akka's journal uses the database.</summary>
internal static class PostgresPlugin
{
    // The oldest dialect that has all that the journal needs: newer servers speak it too.
    private const string Dialect = ProviderName.PostgreSQL95;

    /// <summary>
    /// For the section of the journals. The tables are there already. Once the server answers again it is found to within seconds; Akka would wait for half a minute.
    /// </summary>
    public const string Configuration = $$"""
        sql {
          provider-name = "{{Dialect}}"
          auto-initialize = off
          circuit-breaker.reset-timeout = 2s
          default {
            journal.table-name = "{{PostgresTables.Journal}}"
            tag.table-name = "{{PostgresTables.Tags}}"
          }
        }
        """;

    /// <summary>Where the database is, for Akka's journal: apart from the configuration, of which it logs all.</summary>
    public static DataOptionsSetup Setup(PostgresSettings settings) => new(new DataOptions().UseConnectionString(Dialect, settings.ConnectionString));
}
