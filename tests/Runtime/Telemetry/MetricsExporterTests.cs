using FlowActors.Operators;
using System.Diagnostics.Metrics;
using FlowActors.Graph;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Dispatching;
using FlowActors.Runtime.Telemetry;
using FlowActors.Runtime.Tests.Exchange;
using FlowActors.Runtime.Tests.Subtasks;
using FlowActors.State.RocksDb;

namespace FlowActors.Runtime.Tests.Telemetry;

/// <summary>What one scrape sees of two subtasks; with the cluster's tests, since listeners hear of every exporter there is.</summary>
[Collection("cluster")]
public sealed class MetricsExporterTests : IDisposable
{
    private const string Times = "TimeMsPerSecond";
    private readonly LocalJob _job;
    private readonly MetricsExporter _exporter;
    private readonly MeterListener _listener = new();
    private readonly List<Instrument> _instruments = [];
    private readonly List<(string Name, object? Vertex, double Value)> _seen = [];
    private readonly List<(string Name, string Tags)> _tagged = [];

    public MetricsExporterTests()
    {
        var env = new StreamExecutionEnvironment(new JobSettings { Parallelism = 1 });
        env.FromSequence(0, 2).Rebalance().Discard().WithName("end");
        _job = new LocalJob(env, new LocalJobSettings { BatchRecordsMax = 1 }, new RecordingScope(), _ => { });
        _job.Open();
        var subtasks = new NodeSubtasks();
        foreach (var subtask in _job.Subtasks) subtasks.Add(subtask);
        _exporter = new MetricsExporter("node", subtasks, new OperatorExecutors());
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name != MetricsExporter.MeterName) return;
            _instruments.Add(instrument);
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>(
            (instrument, value, tags, _) =>
            {
                _seen.Add((instrument.Name, tags.ToArray().SingleOrDefault(t => t.Key == "vertex").Value, value));
                _tagged.Add((instrument.Name, string.Join(' ', tags.ToArray().Select(t => t.Key))));
            });
        _listener.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _exporter.Dispose();
        _job.Dispose();
    }

    [Fact]
    public void Every_metric_has_an_instrument_of_its_kind()
    {
        Assert.Equal(
            ["barrierPauses", "numBuffersInLocal", "numBuffersInRemote", "numBuffersOut", "numLateWatermarks", "numRecordsIn", "numRecordsOut", "overdraftWaits"],
            Names<ObservableCounter<double>>());
        Assert.Equal(
            [
                "accumulateBackPressuredTimeMs", "accumulateBusyTimeMs", "accumulateIdleTimeMs", "backPressuredTimeMsPerSecond", "barrierPauseMaxMs", "barrierPauseMs",
                "busyTimeMsPerSecond", "callTimeMs", "checkpointAlignmentTime", "currentInputWatermark", "currentOutputWatermark", "idleTimeMsPerSecond", "inPoolUsage",
                "inputQueueLength", "isBackPressured", "numRecordsInPerSecond", "numRecordsOutPerSecond", "operator", "outPoolUsage", "overdraftBatches", "restoredFetchedBytes", "restoredLocalBytes", "threadWaitMs", "threads",
                "threadsLeftBehind", "threadsMissing", "watermarkLag",
            ],
            Names<ObservableGauge<double>>().Except([.. StateMetrics.OfSubtask, .. StateMetrics.OfProcess]));
        Assert.Superset(StateMetrics.OfSubtask.Concat(StateMetrics.OfProcess).ToHashSet(), Names<ObservableGauge<double>>().ToHashSet());
    }

    [Fact]
    public void A_scrape_sees_what_the_job_client_sees_once_for_each_subtask()
    {
        RunSource();
        _listener.RecordObservableInstruments();

        foreach (var subtask in _job.Subtasks)
        {
            var seen = _seen.Where(s => (string?)s.Vertex == subtask.Figures.Vertex)
                .ToDictionary(s => s.Name["flowactors.".Length..], s => s.Value);
            var metrics = subtask.Figures.Metrics();
            Assert.Equal(metrics.Keys.Order(), seen.Keys.Order());
            foreach (var (name, value) in metrics)
            {
                // Time goes on between two looks.
                if (!name.EndsWith(Times, StringComparison.Ordinal) && !name.EndsWith("Ms", StringComparison.Ordinal) && !name.EndsWith("PerSecond", StringComparison.Ordinal)) Assert.Equal(value, seen[name]);
            }
        }

        Assert.Contains(_seen, s => s is { Name: "flowactors.numRecordsOut", Value: 3 });
        Assert.Contains(_seen, s => s is { Name: "flowactors.inputQueueLength", Value: 4 });
    }

    [Fact]
    public void A_scrape_asks_an_operator_once_for_each_of_its_metrics()
    {
        var asked = 0;
        _job.Subtasks[0].Figures.AddGauge("map.asked", () => ++asked);
        _listener.RecordObservableInstruments();
        Assert.Equal(1, asked);
    }

    [Fact]
    public void What_state_publishes_has_names_of_its_own_and_what_all_share_comes_once()
    {
        var asked = 0;
        foreach (var subtask in _job.Subtasks)
        {
            subtask.Figures.AddGauge("rocksdb.estimate-num-keys", () => ++asked);
            subtask.Figures.AddGauge("stateMemoryObjects", () => 7);
        }

        _job.Subtasks[0].Figures.AddGauge("stateCacheHits", () => throw new InvalidDataException("broken"));
        _listener.RecordObservableInstruments();

        Assert.Equal((2, 2), (_job.Subtasks.Count, asked));
        Assert.Equal([1, 2], _seen.Where(s => s.Name == "flowactors.rocksdb.estimate-num-keys").Select(s => (int)s.Value).Order());
        Assert.All(_tagged.Where(s => s.Name == "flowactors.rocksdb.estimate-num-keys"), s => Assert.Equal("job job_id vertex vertex_id subtask node", s.Tags));
        Assert.Equal(7, Assert.Single(_seen, s => s.Name == "flowactors.stateMemoryObjects").Value);
        Assert.Equal("node", Assert.Single(_tagged, s => s.Name == "flowactors.stateMemoryObjects").Tags);
        Assert.DoesNotContain(_seen, s => s.Name is "flowactors.operator" or "flowactors.stateCacheHits");
    }

    [Fact]
    public void A_gauge_that_throws_takes_no_other_figure_with_it()
    {
        _job.Subtasks[0].Figures.AddGauge("map.bad", () => throw new InvalidDataException("broken"));
        _job.Subtasks[0].Figures.AddGauge("map.good", () => 7);
        _listener.RecordObservableInstruments();

        Assert.Contains(_seen, s => s is { Name: "flowactors.operator", Value: 7 });
        Assert.Equal(2, _seen.Count(s => s.Name == "flowactors.numRecordsIn"));
        Assert.Single(_seen, s => s.Name == "flowactors.operator");
    }

    [Fact]
    public void A_listener_that_throws_when_it_hears_of_an_instrument_does_not_fail_the_node()
    {
        using var listener = new MeterListener { InstrumentPublished = (_, _) => throw new InvalidDataException("broken") };
        listener.MeasurementsCompleted = (_, _) => throw new InvalidDataException("broken");
        try
        {
            listener.Start();
        }
        catch (InvalidDataException)
        {
            // Told of the instruments that are there already.
        }

        new MetricsExporter("node", new NodeSubtasks(), new OperatorExecutors()).Dispose();
    }

    [Fact]
    public void The_times_of_one_look_are_of_one_moment()
    {
        RunSource();
        for (var look = 0; look < 100; look++)
        {
            var metrics = _job.Subtasks[0].Figures.Metrics();
            Assert.Equal(1_000, metrics.Where(m => m.Key.EndsWith(Times, StringComparison.Ordinal)).Sum(m => m.Value), 9);
        }
    }

    // A quantum may be over before the work is: the first run compiles.
    private void RunSource()
    {
        while (_job.Subtasks[0].Run() == Progress.Yielded)
        {
        }
    }

    private IEnumerable<string> Names<T>()
        where T : Instrument => _instruments.OfType<T>().Select(i => i.Name["flowactors.".Length..]).Order(StringComparer.Ordinal);
}
