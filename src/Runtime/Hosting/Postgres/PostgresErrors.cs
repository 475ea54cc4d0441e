using System.Data.Common;
using System.Net.Sockets;
using System.Security.Authentication;
using Akka.Pattern;
using Npgsql;

namespace FlowActors.Runtime.Hosting.Postgres;

/// <summary>Why the database of a journal cannot be used, and what to do about it.</summary>
internal static class PostgresErrors
{
    // Connections, serialization, resources, operators' intervention, the system.
    private static readonly string[] s_passing = ["08", "40", "53", "57", "58"];

    /// <summary>Whether an exception comes of the database, or of the way to it.</summary>
    public static bool IsOfServer(Exception e) => e is DbException or SocketException or TimeoutException or IOException or AuthenticationException
        or ArgumentException or InvalidOperationException or NotSupportedException;

    /// <summary>Whether a write that failed so may be tried again: the server does not answer, is starting or stopping, or has no room. What is wrong with the write itself stays wrong.</summary>
    public static bool MayPass(Exception e) => e switch
    {
        // A transaction that could not be rolled back either.
        AggregateException several => several.InnerExceptions.Any(MayPass),
        PostgresException { SqlState: var state } => s_passing.Contains(state[..2]),
        DbException or SocketException or TimeoutException or IOException or OpenCircuitException => true,
        _ => e.InnerException is { } inner && MayPass(inner),
    };

    /// <summary>As whole sentences; never with a password.</summary>
    public static JobValidationException Explain(PostgresSettings settings, Exception e) =>
        new($"The journal in {settings.Where} cannot be used: {Reason(e)} {Advice(settings, e)}", e);

    private static string Reason(Exception e)
    {
        var message = (e is PostgresException p ? p.MessageText : e.GetBaseException().Message).TrimEnd('.');
        return $"{message}.";
    }

    private static string Advice(PostgresSettings settings, Exception e) => (e as PostgresException)?.SqlState switch
    {
        null => "Is the server up, and reachable from this machine? See flowactors.journal.connection-string.",
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            $"Correct user (it is '{settings.User}') and password in flowactors.journal.connection-string, or let the server take them (pg_hba.conf).",
        PostgresErrorCodes.InvalidCatalogName => "Make the database, or correct its name in flowactors.journal.connection-string.",
        PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.InvalidSchemaName =>
            $"User '{settings.User}' needs a schema in which it may make tables: grant it CREATE on one, and name it by Search Path where it is not the user's first. Where the tables are there " +
            "already, it has to be their owner or may SELECT, INSERT, UPDATE and DELETE in all that begin with flowactors_.",
        PostgresErrorCodes.ReadOnlySqlTransaction => "Name the server that takes writes: with several hosts, add \"Target Session Attributes=primary\".",
        PostgresErrorCodes.CannotConnectNow => "Start again when the server is up.",
        _ => "See flowactors.journal.connection-string, and the log of the server.",
    };
}
