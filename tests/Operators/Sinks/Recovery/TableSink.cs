using FlowActors.Sinks;
using Microsoft.Data.Sqlite;

namespace FlowActors.Tests.Sinks.Recovery;

/// <summary>
/// Writes numbers into a table of SQLite, exactly once: a writer puts the rows of each checkpoint aside as a batch, and a commit moves the batch into
/// the table in one transaction. A batch that is no more was moved before.
/// </summary>
/// <param name="open">Opens the database.</param>
/// <param name="before">Told before each step, and may end the process there.</param>
internal sealed class TableSink(Func<SqliteConnection> open, Action before) : CommittingSink<int, string>
{
    public override CommittingSinkWriter<int, string> CreateWriter() => new Writer(open, before);

    public override Committer<string> CreateCommitter() => new BatchCommitter(open, before);

    private static void Execute(SqliteConnection database, Action before, string command, string batch, params int[] rows)
    {
        using var transaction = database.BeginTransaction();
        foreach (var row in rows.DefaultIfEmpty())
        {
            before();
            using var execute = new SqliteCommand(command, database, transaction);
            execute.Parameters.AddWithValue("$batch", batch);
            execute.Parameters.AddWithValue("$row", row);
            execute.ExecuteNonQuery();
        }

        before();
        transaction.Commit();
        before();
    }

    private sealed class Writer(Func<SqliteConnection> open, Action before) : CommittingSinkWriter<int, string>
    {
        private readonly List<int> _rows = [];

        public override void Write(int value, long timestamp) => _rows.Add(value);

        public override IReadOnlyCollection<string> PrepareCommit()
        {
            if (_rows.Count == 0) return [];
            var batch = $"{Guid.NewGuid():n}";
            using var database = open();
            Execute(database, before, "insert into batches values ($batch, $row)", batch, [.. _rows]);
            _rows.Clear();
            return [batch];
        }
    }

    private sealed class BatchCommitter(Func<SqliteConnection> open, Action before) : Committer<string>
    {
        public override Task CommitAsync(IReadOnlyList<CommitRequest<string>> requests, CancellationToken cancellationToken)
        {
            using var database = open();
            foreach (var request in requests)
            {
                const string move = "insert into rows select row from batches where batch = $batch; delete from batches where batch = $batch";
                Execute(database, before, move, request.Committable);
            }

            return Task.CompletedTask;
        }
    }
}
