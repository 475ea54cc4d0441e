using FlowActors.Tests.Files;
using FlowActors.Tests.Harness;
using Microsoft.Data.Sqlite;

namespace FlowActors.Tests.Sinks.Recovery;

/// <summary>The two steps with a store of transactions: the process stops at each step, and every row is in the table once.</summary>
public sealed class TableSinkTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    public void Every_row_is_there_once_wherever_the_process_stops(int before, int after)
    {
        var steps = 0;
        Run(before, after, () => steps++);
        Assert.True(steps > 20);
        for (var step = 0; step < steps; step++)
        {
            var left = step;
            Run(before, after, () =>
            {
                if (left-- == 0) throw new SimulatedCrashException();
            });
        }
    }

    [Fact]
    public void A_commit_in_two_transactions_is_found()
    {
        // The row is there, the batch too, and the process stops: it is moved once more.
        using var database = Open("broken");
        Execute(database, "insert into batches values ('a', 1); insert into rows select row from batches");
        Execute(database, "insert into rows select row from batches; delete from batches");
        Assert.ThrowsAny<Exception>(() => CrashingRun.AssertComplete(Rows(database)));
    }

    private static void Run(int before, int after, Action step)
    {
        var name = $"{Guid.NewGuid():n}";
        using var keptOpen = Open(name);
        var job = new SinkJob<int>(() => new TableSink(() => Connect(name), step));
        if (Record.Exception(() => CrashingRun.ToEnd(job, before)) is { } stopped)
        {
            Assert.IsType<SimulatedCrashException>(stopped);
            CrashingRun.ToEnd(job, after);
        }

        CrashingRun.AssertComplete(Rows(keptOpen));
    }

    private static IEnumerable<string> Rows(SqliteConnection database)
    {
        using var select = new SqliteCommand("select row from rows", database);
        using var reader = select.ExecuteReader();
        while (reader.Read()) yield return reader.GetString(0);
    }

    private static SqliteConnection Open(string name)
    {
        var database = Connect(name);
        Execute(database, "create table batches (batch text, row integer); create table rows (row integer)");
        return database;
    }

    // In memory, as long as somebody has it open.
    private static SqliteConnection Connect(string name)
    {
        var database = new SqliteConnection($"Data Source={name};Mode=Memory;Cache=Shared");
        database.Open();
        return database;
    }

    private static void Execute(SqliteConnection database, string command)
    {
        using var execute = new SqliteCommand(command, database);
        execute.ExecuteNonQuery();
    }
}
