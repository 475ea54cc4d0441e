using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using FlowActors.Runtime.Tests.Cluster;
using FlowActors.Runtime.Tests.Hosting;

namespace FlowActors.Runtime.Tests.Jobs;

/// <summary>What a listener of System.Diagnostics.Metrics sees of a running job.</summary>
[Collection("cluster")]
public sealed class MetricsTests
{
    [Fact]
    public async Task A_listener_sees_records_and_time_shares_by_job_vertex_and_subtask()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync();
        using var block = new Block();
        var env = host.CreateEnvironment().SetParallelism(1);
        env.FromSequence(1, 100).Rebalance().ForEach(x => BlockAtLast(x, block)).DisableChaining();
        var job = await env.ExecuteAsync("metered");
        await block.Reached(1);
        // Records may come before all of the job runs, and before who has sent them counts them.
        while (await job.GetStatusAsync() != JobStatus.Running || (await job.GetMetricsAsync()).Sum(m => m.Values["numRecordsOut"]) < 100) await Task.Yield();

        var seen = new ConcurrentDictionary<(string Name, string Vertex), double>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == "FlowActors") l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
        {
            var map = tags.ToArray().ToDictionary(t => t.Key, t => t.Value);
            if ((string?)map.GetValueOrDefault("job") == "metered") seen[(instrument.Name, (string?)map.GetValueOrDefault("vertex") ?? "")] = value;
        });
        listener.Start();
        listener.RecordObservableInstruments();

        var source = seen.Keys.First(k => k.Vertex.Contains("Sequence", StringComparison.Ordinal)).Vertex;
        Assert.Equal(100, seen[("flowactors.numRecordsOut", source)]);
        var shares = new[] { "busy", "idle", "backPressured" }.Sum(s => seen[($"flowactors.{s}TimeMsPerSecond", source)]);
        Assert.InRange(shares, 990, 1010);
        // Of the job itself.
        Assert.Equal(0, seen[("flowactors.numRestarts", "")]);
        Assert.True(seen[("flowactors.runningTime", "")] > 0);
        block.Release();
        await job.WaitForEndAsync().WaitAsync(Patience.Limit);
    }

    private static void BlockAtLast(long value, Block block)
    {
        if (value == 100) block.Wait(value);
    }
}
