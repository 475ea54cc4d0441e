namespace FlowActors.Tests.Postgres;

/// <summary>A test that needs a PostgreSQL server, and is skipped with the reason where none can be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresServer.Missing;
}
