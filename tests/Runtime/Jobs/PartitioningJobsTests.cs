using FlowActors.Functions;
using FlowActors.Runtime.Tests.Cluster;

namespace FlowActors.Runtime.Tests.Jobs;

/// <summary>Where each partitioning leads records, in jobs on two nodes.</summary>
[Collection("cluster")]
public sealed class PartitioningJobsTests
{
    private const int Count = 4_000;

    [Theory]
    [InlineData(2, 4, "0-0 0-1 1-2 1-3")]
    [InlineData(4, 2, "0-0 1-0 2-1 3-1")]
    [InlineData(3, 3, "0-0 1-1 2-2")]
    public async Task Rescale_spreads_records_evenly_over_neighbours_only(int senders, int receivers, string pairs)
    {
        var ways = await WaysAsync(s => s.Rescale(), senders, receivers);
        Assert.Equal(pairs, string.Join(' ', ways.Keys.Order().Select(w => $"{w.Sender}-{w.Receiver}")));
        Assert.All(ways.GroupBy(w => w.Key.Sender), own => Assert.InRange(own.Max(w => w.Value) - own.Min(w => w.Value), 0, 1));
    }

    [Fact]
    public async Task Shuffle_leads_from_every_sender_to_every_receiver_with_the_same_chance()
    {
        var ways = await WaysAsync(s => s.Shuffle(), 2, 4);
        Assert.Equal(8, ways.Count);
        Assert.All(ways.Values, records => Assert.InRange(records, Count / 8 * 4 / 5, Count / 8 * 6 / 5));
    }

    [Fact]
    public async Task Global_leads_to_subtask_0()
    {
        var ways = await WaysAsync(s => s.Global(), 2, 3);
        Assert.Equal([(0, 0), (1, 0)], ways.Keys.Order());
    }

    [Fact]
    public async Task A_custom_partitioner_says_where_and_one_that_names_no_subtask_fails_the_job_with_its_place()
    {
        var ways = await WaysAsync(s => s.PartitionCustom((key, subtasks) => (int)(key % subtasks), way => (long)way.Sender), 3, 3);
        Assert.Equal([(0, 0), (1, 1), (2, 2)], ways.Keys.Order());
        var failure = await Assert.ThrowsAsync<JobFailedException>(() => WaysAsync(s => s.PartitionCustom((_, subtasks) => subtasks, _ => 0), 2, 3));
        Assert.Contains(
            "The partitioner between 'sends' and 'receives' gave the subtask 3 of 3: it must give a number from 0 to 2.", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<Dictionary<(int Sender, int Receiver), int>> WaysAsync(
        Func<DataStream<Way>, DataStream<Way>> partitioning, int senders, int receivers)
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Nodes = 2 });
        var env = host.CreateEnvironment().SetRestartStrategy(RestartStrategy.None);
        var sent = env.FromSequence(1, Count).WithParallelism(1).Rebalance().Process(() => new Sending()).WithName("sends").WithParallelism(senders);
        var received = partitioning(sent).Process(() => new Receiving()).WithName("receives").WithParallelism(receivers);
        var ways = await received.ExecuteAndCollectAsync("ways").WaitAsync(Patience.Limit);
        Assert.Equal(Count, ways.Count);
        return ways.CountBy(w => (w.Sender, w.Receiver)).ToDictionary();
    }

    internal sealed record Way(int Sender, int Receiver);

    private sealed class Sending : ProcessFunction<long, Way>
    {
        private int _index;

        public override void Open(IRuntimeContext context) => _index = context.SubtaskIndex;

        public override void ProcessElement(long value, IProcessContext context, Collector<Way> output) => output.Collect(new Way(_index, -1));
    }

    private sealed class Receiving : ProcessFunction<Way, Way>
    {
        private int _index;

        public override void Open(IRuntimeContext context) => _index = context.SubtaskIndex;

        public override void ProcessElement(Way value, IProcessContext context, Collector<Way> output) =>
            output.Collect(value with { Receiver = _index });
    }
}
