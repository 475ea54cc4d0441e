using System.Data.Common;
using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;

namespace FlowActors.Runtime.Hosting.Postgres;

/// <summary>Why the database of a journal cannot be used, and what to do about it.</summary>
internal static class PostgresErrors
{
    /// <summary>Whether an exception comes of the database, or of the way to it.</summary>
    public static bool IsOfServer(Exception e) => e is DbException or SocketException or TimeoutException or IOException or AuthenticationException
        or ArgumentException or InvalidOperationException or NotSupportedException;

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
