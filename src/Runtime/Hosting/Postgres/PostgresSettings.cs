using Npgsql;

namespace FlowActors.Runtime.Hosting.Postgres;

/// <summary>The database that keeps the journal where <c>flowactors.journal.provider</c> is postgresql. Shows no password.</summary>
internal sealed class PostgresSettings
{
    private const int DefaultPort = 5432;

    // A server that does not answer is told within seconds; Npgsql would wait for 15 and 30.
    private const int ConnectSeconds = 5;
    private const int CommandSeconds = 10;

    private PostgresSettings(NpgsqlConnectionStringBuilder parts)
    {
        User = parts.Username ?? "";
        Where = $"database '{parts.Database ?? User}' of the PostgreSQL server at {(parts.Host!.Contains(',', StringComparison.Ordinal) ? parts.Host : $"{parts.Host}:{parts.Port}")}";
        ConnectionString = parts.ConnectionString;
    }

    /// <summary>As Npgsql takes it: it may hold a password, and is never shown.</summary>
    public string ConnectionString { get; }

    /// <summary>Who connects.</summary>
    public string User { get; }

    /// <summary>Which database it is, for people.</summary>
    public string Where { get; }

    /// <summary>Reads a connection string.</summary>
    /// <returns>Null where it is none of PostgreSQL, or names no server.</returns>
    public static PostgresSettings? Parse(string connectionString)
    {
        try
        {
            var parts = new NpgsqlConnectionStringBuilder(connectionString);
            if (string.IsNullOrWhiteSpace(parts.Host)) return null;
            if (!parts.ShouldSerialize("Timeout")) parts.Timeout = ConnectSeconds;
            if (!parts.ShouldSerialize("Command Timeout")) parts.CommandTimeout = CommandSeconds;
            if (!parts.ShouldSerialize("Application Name")) parts.ApplicationName = "FlowActors";
            if (!parts.ShouldSerialize("Port")) parts.Port = DefaultPort;
            return new PostgresSettings(parts);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            return null;
        }
    }

    public override string ToString() => Where;
}
