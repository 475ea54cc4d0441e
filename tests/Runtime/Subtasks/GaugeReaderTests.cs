using FlowActors.Runtime.Subtasks.Metrics;
using FlowActors.Runtime.Tests.Cluster;
using FlowActors.Runtime.Tests.Threading;

namespace FlowActors.Runtime.Tests.Subtasks;

public sealed class GaugeReaderTests
{
    private readonly HandThreads _threads = new();
    private readonly List<(string Gauge, string Reason)> _failures = [];
    private readonly ManualResetEventSlim _release = new();
    private readonly GaugeReader _patient;
    private readonly GaugeReader _hasty;

    public GaugeReaderTests()
    {
        _patient = new GaugeReader(_threads, Patience.Limit);
        _hasty = new GaugeReader(_threads, TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public void Each_gauge_is_read_once_for_each_question()
    {
        var asked = 0;
        var gauges = new[] { Gauge("a", () => ++asked), Gauge("b", () => 2) };
        _patient.Read(gauges);
        _patient.Read(gauges);
        Assert.Equal([2, 2], gauges.Select(g => g.Value));
    }

    [Fact]
    public void A_gauge_that_throws_has_no_value_and_says_so_once()
    {
        var gauges = new[] { Gauge("bad", () => throw new InvalidDataException("broken")), Gauge("good", () => 1) };
        _patient.Read(gauges);
        _patient.Read(gauges);
        Assert.Equal([null, 1], gauges.Select(g => g.Value));
        Assert.Equal([("bad", "it threw System.IO.InvalidDataException: broken")], _failures);
    }

    [Fact]
    public void Gauges_that_never_return_hold_a_thread_each_however_often_they_are_asked_and_no_other_gauge()
    {
        var gauges = new[] { Gauge("a", Wait), Gauge("b", () => 2), Gauge("c", Wait), Gauge("d", () => 4) };
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                _hasty.Read(gauges);
                return gauges[1].Value == 2 && gauges[3].Value == 4 && _threads.Running == 2;
            },
            Patience.Limit));
        for (var i = 0; i < 20; i++) _patient.Read(gauges);
        Assert.Equal(2, _threads.Running);
        Assert.Equal(["a", "c"], _failures.Select(f => f.Gauge).Order());
        Assert.Contains("does not return within 20 ms", _failures[0].Reason, StringComparison.Ordinal);

        _release.Set();
        Assert.True(SpinWait.SpinUntil(() => _threads.Running == 0, Patience.Limit));
        _patient.Read(gauges);
        Assert.Equal([1, 2, 1, 4], gauges.Select(g => g.Value));
    }

    [Fact]
    public void When_the_subtask_has_ended_a_gauge_that_waits_is_interrupted_and_read_no_more()
    {
        var asked = 0;
        var gauges = new[] { Gauge("a", () => ++asked + Wait()) };
        _hasty.Read(gauges);
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref asked) == 1, Patience.Limit));
        gauges[0].End();
        Assert.True(SpinWait.SpinUntil(() => _threads.Running == 0, Patience.Limit));
        _patient.Read(gauges);
        Assert.Equal(1, asked);
    }

    [Fact]
    public void Where_no_thread_can_be_started_the_values_before_stay()
    {
        var value = 1;
        var gauges = new[] { Gauge("a", () => value) };
        _patient.Read(gauges);
        value = 2;
        _threads.Limit = 0;
        _hasty.Read(gauges);
        Assert.Equal(1, gauges[0].Value);
    }

    private double Wait()
    {
        _release.Wait();
        return 1;
    }

    private UserGauge Gauge(string name, Func<double> read) => new(name, read, (gauge, reason) =>
    {
        lock (_failures) _failures.Add((gauge, reason));
    });
}
