using FlowActors.Examples.CommandLine;
using Microsoft.Extensions.Logging;

namespace FlowActors.Examples.Tests.Durable;

public sealed class DiskErrorsTests
{
    [Fact]
    public void What_the_disk_refuses_is_told_once_and_nothing_else_is()
    {
        using var told = new StringWriter();
        using var errors = new DiskErrors(told);
        var log = errors.CreateLogger("FlowActors.JobCoordinator");
        for (var i = 0; i < 3; i++) Log("JournalFailed", "The journal failed", new AggregateException(new IOException("disk full")));
        Log("CheckpointStorageFailed", "The storage failed", new IOException("read-only"));
        Log("JobFailed", "The job failed", new IOException("said elsewhere"));
        Assert.Equal(["The journal failed: disk full", "The storage failed: read-only"], told.ToString().Split(told.NewLine, StringSplitOptions.RemoveEmptyEntries));

        void Log(string name, string text, Exception cause) => log.Log(LogLevel.Error, new EventId(1, name), text, cause, (state, _) => state);
    }
}
