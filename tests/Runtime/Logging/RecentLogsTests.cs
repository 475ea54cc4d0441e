using FlowActors.Runtime.Logging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlowActors.Runtime.Tests.Logging;

public sealed class RecentLogsTests
{
    private readonly RecentLogs _recent = new(TimeProvider.System);

    [Fact]
    public void The_last_lines_are_kept_the_oldest_first()
    {
        var log = new RememberedLoggers(NullLoggerFactory.Instance, _recent).CreateLogger("category");
        for (var i = 1; i <= RecentLogs.LinesMax + 5; i++) log.Log(LogLevel.Information, default, i, null, (n, _) => $"line {n}");
        var lines = _recent.Behind(0, LogLevel.Information);
        Assert.Equal(Enumerable.Range(6, RecentLogs.LinesMax).Select(i => ((long)i, $"line {i}")), lines.Select(l => (l.Number, l.Message)));
        Assert.Equal([RecentLogs.LinesMax + 4L, RecentLogs.LinesMax + 5L], _recent.Behind(RecentLogs.LinesMax + 3, LogLevel.Information).Select(l => l.Number));
    }

    [Fact]
    public void Lines_are_kept_from_information_on_whatever_the_application_takes()
    {
        var log = new RememberedLoggers(NullLoggerFactory.Instance, _recent).CreateLogger("category");
        Assert.Equal([false, false, true, true, true, true, false], Enum.GetValues<LogLevel>().Order().Select(log.IsEnabled));
        foreach (var level in Enum.GetValues<LogLevel>().Order()) log.Log(level, default, level, null, (l, _) => l.ToString());
        Assert.Equal(["Information", "Warning", "Error", "Critical"], _recent.Behind(0, LogLevel.Information).Select(l => l.Message));
        Assert.Equal(["Error", "Critical"], _recent.Behind(0, LogLevel.Error).Select(l => l.Message));
    }

    [Fact]
    public void Long_texts_are_cut_and_exceptions_are_named()
    {
        _recent.Add("category", LogLevel.Error, new string('x', 10_000), new InvalidOperationException(new string('y', 10_000)));
        var line = Assert.Single(_recent.Behind(0, LogLevel.Information));
        Assert.Equal(RecentLogs.TextMax + 3, line.Message.Length);
        Assert.StartsWith("System.InvalidOperationException: yyy", line.Failure, StringComparison.Ordinal);
        Assert.Equal(RecentLogs.TextMax + 3, line.Failure!.Length);
    }
}
