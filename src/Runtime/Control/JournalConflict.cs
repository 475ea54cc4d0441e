using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace FlowActors.Runtime.Control;

/// <summary>
/// A decision that a journal refuses, as another writer has taken its number: a node that was given up has come back, or a write that was given up has reached the journal after all.
/// </summary>
internal static class JournalConflict
{
    // SQLITE_CONSTRAINT_UNIQUE and SQLITE_CONSTRAINT_TRIGGER; of PostgreSQL unique_violation.
    private const int SqliteUnique = 2067;
    private const int SqliteTrigger = 1811;
    private const string UniqueViolation = "23505";

    public static bool Is(Exception cause) => cause switch
    {
        AggregateException several => several.InnerExceptions.Any(Is),
        SqliteException { SqliteExtendedErrorCode: SqliteUnique or SqliteTrigger } or DbException { SqlState: UniqueViolation } => true,
        _ => cause.InnerException is { } inner && Is(inner),
    };
}

/// <summary>From a coordinator to its job manager: somebody else writes the journal.</summary>
internal sealed class JournalContested
{
    public static readonly JournalContested Instance = new();

    private JournalContested()
    {
    }
}
