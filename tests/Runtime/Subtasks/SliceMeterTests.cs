using System.Diagnostics;
using System.Diagnostics.Metrics;
using FlowActors.Runtime.Subtasks.Queries;

namespace FlowActors.Runtime.Tests.Subtasks;

public sealed class SliceMeterTests : IDisposable
{
    private readonly Meter _meter = new("slices of a test");
    private readonly MeterListener _listener = new();
    private readonly List<(double Ms, string Tags)> _told = [];
    private readonly SliceMeter _slices = new();

    public SliceMeterTests()
    {
        _slices.TellTo(_meter.CreateHistogram<double>("h"), "n");
        _listener.SetMeasurementEventCallback<double>((_, ms, tags, _) => _told.Add((ms, string.Join(',', tags.ToArray()))));
    }

    public void Dispose()
    {
        _listener.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void Nothing_is_told_while_nobody_listens()
    {
        Assert.Equal(7, new SliceMeter().Measure(() => 7));
        Assert.Equal(7, _slices.Measure(() => 7));
        Assert.Empty(_told);
    }

    [Fact]
    public void What_a_slice_uses_of_the_processor_is_told_and_what_it_waits_is_not()
    {
        Listen();
        var begun = Stopwatch.GetTimestamp();
        using var never = new ManualResetEventSlim();
        _slices.Measure(() => never.Wait(30));
        _slices.Measure(() =>
        {
            var until = ThreadTime.Now + TimeSpan.FromMilliseconds(5);
            while (ThreadTime.Now < until) Thread.SpinWait(100);
            return true;
        });
        var elapsed = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        Assert.Equal(["[node, n]", "[node, n]"], _told.Select(t => t.Tags));
        Assert.InRange(_told[1].Ms, 5, elapsed);
        if (OperatingSystem.IsLinux()) Assert.InRange(_told[0].Ms, 0, 25);
    }

    [Fact]
    public void A_listener_that_throws_fails_no_slice()
    {
        _listener.SetMeasurementEventCallback<double>((_, _, _, _) => throw new InvalidDataException("broken"));
        Listen();
        Assert.Equal(7, _slices.Measure(() => 7));
    }

    private void Listen()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == _meter) listener.EnableMeasurementEvents(instrument);
        };
        _listener.Start();
    }
}
