using FlowActors.Functions;

namespace FlowActors.Runtime.Tests.Subtasks;

/// <summary>
/// Programs give what a naive evaluation gives, in order where there is one, under hundreds of schedules, with the smallest
/// of queues.
/// </summary>
public sealed class ProgramTests
{
    private const int Schedules = 60;

    [Fact]
    public void Map_and_filter() => Check(
        (env, sizes, stop) => env.FromSequence(0, sizes.Records).Map(stop).Filter(x => x % 3 != 0).Map(x => x * 2),
        sizes => Numbers(sizes).Where(x => x % 3 != 0).Select(x => x * 2));

    [Fact]
    public void A_flatMap_over_a_sequence() => Check(
        (env, sizes, stop) => env.FromSequence(0, sizes.Records).FlatMap(x => Several(x).Select(stop)),
        sizes => Numbers(sizes).SelectMany(Several));

    [Fact]
    public void Two_flatMaps_in_one_chain_stop_at_every_point_and_keep_their_order() => Check(
        (env, sizes, stop) => env.FromSequence(0, sizes.Records)
            .FlatMap(x => Several(x).Select(stop)).FlatMap(x => Several(x).Select(stop)).Map(stop),
        sizes => Numbers(sizes).SelectMany(Several).SelectMany(Several));

    [Fact]
    public void A_flatMap_with_a_collector_before_one_that_stands_still() => Check(
        (env, sizes, stop) => env.FromSequence(0, sizes.Records)
            .FlatMap((long x, Collector<long> output) =>
            {
                foreach (var value in Several(x)) output.Collect(stop(value));
            })
            .FlatMap(x => Several(x).Select(stop)),
        sizes => Numbers(sizes).SelectMany(Several).SelectMany(Several));

    [Fact]
    public void A_collector_that_emits_far_more_than_there_is_room_for() => Check(
        (env, sizes, stop) => env.FromSequence(0, 3)
            .FlatMap((long x, Collector<long> output) =>
            {
                for (var i = 0; i < 200; i++) output.Collect(stop(x * 1_000 + i));
            })
            .Rebalance().Map(stop).Rebalance().Map(stop),
        _ => Enumerable.Range(0, 4).SelectMany(x => Enumerable.Range(0, 200).Select(i => x * 1_000L + i)),
        inOrder: false);

    [Fact]
    public void A_process_function() => Check(
        (env, sizes, stop) => env.FromSequence(0, sizes.Records).Process(() => new Twice(stop)),
        sizes => Numbers(sizes).SelectMany(x => new[] { x, -x }));

    [Fact]
    public void A_union_of_streams_and_of_a_stream_with_itself() => Check(
        (env, sizes, stop) =>
        {
            var first = env.FromSequence(0, sizes.Records).Map(stop);
            var second = env.FromCollection(Numbers(sizes).Select(x => x + 10_000).ToArray());
            return first.Union(second, first.Map(x => -x), first).Map(stop);
        },
        sizes => Numbers(sizes).SelectMany(x => new[] { x, x, -x, x + 10_000 }),
        inOrder: false);

    [Fact]
    public void A_stream_with_two_followers_in_one_chain() => Check(
        (env, sizes, stop) =>
        {
            var source = env.FromSequence(0, sizes.Records);
            return source.FlatMap(x => Several(x).Select(stop)).Union(source.Map(stop).Map(x => x + 5));
        },
        sizes => Numbers(sizes).SelectMany(Several).Concat(Numbers(sizes).Select(x => x + 5)),
        inOrder: false);

    [Fact]
    public void Rebalance_and_hash() => Check(
        (env, sizes, stop) => env.FromSequence(0, sizes.Records).Rebalance().Map(stop).PartitionByHash(x => x % 7).Map(stop),
        Numbers,
        inOrder: false);

    [Fact]
    public void Broadcast_gives_every_record_to_every_subtask() => Check(
        (env, sizes, stop) => env.FromSequence(0, sizes.Records).Broadcast().Map(stop).WithParallelism(sizes.Parallelism),
        sizes => Numbers(sizes).SelectMany(x => Enumerable.Repeat(x, sizes.Parallelism)),
        inOrder: false);

    [Fact]
    public void A_keyed_count_sees_every_record_of_its_key_once() => Check(
        (env, sizes, stop) => env.FromSequence(0, sizes.Records).Map(stop).KeyBy(x => x % 5)
            .Aggregate(static () => 0L, static (count, _) => count + 1, static (key, count) => (key * 1_000) + count),
        sizes => Numbers(sizes).GroupBy(x => x % 5).SelectMany(g => g.Select((_, i) => (g.Key * 1_000) + i + 1)),
        inOrder: false);

    [Fact]
    public void A_keyed_reduce_in_the_order_of_its_sender() => Check(
        (env, sizes, stop) => env.FromSequence(0, sizes.Records).WithParallelism(1).Map(stop).WithParallelism(1).KeyBy(x => x % 5)
            .Reduce((a, b) => (a * 31) + b),
        sizes => Numbers(sizes).GroupBy(x => x % 5).SelectMany(g => Running(g)),
        inOrder: false);

    [Fact]
    public void Every_sink_of_one_sender_gets_its_records_in_order()
    {
        for (var seed = 0; seed < Schedules; seed++)
        {
            var sizes = Sizes.From(seed);
            ScheduledJob? schedule = null;
            var sink = new RecordingSink<long> { OnWrite = _ => schedule!.MayStop() };
            schedule = new ScheduledJob(seed, sizes.Settings, (env, _) => env.FromSequence(0, sizes.Records).WithParallelism(1)
                .PartitionByHash(x => x % 9).SinkTo(sink).WithParallelism(sizes.Parallelism));
            schedule.RunToEnd();
            Assert.Equal(sizes.Records + 1, sink.Records.Count);
            Assert.All(sink.BySubtask, records => Assert.Equal(records.Order(), records));
        }
    }

    [Fact]
    public async Task The_same_on_threads()
    {
        for (var round = 0; round < 10; round++)
        {
            var sizes = Sizes.From(round);
            var sink = new RecordingSink<long>();
            await using var job = new ThreadedJob(sizes.Settings, env => env.SetParallelism(sizes.Parallelism).FromSequence(0, 20_000)
                .FlatMap(Several).Rebalance().FlatMap((long x, Collector<long> output) =>
                {
                    foreach (var value in Several(x)) output.Collect(value);
                })
                .KeyBy(x => x % 100).Aggregate(static () => 0L, static (count, _) => count + 1, static (key, count) => (key * 1_000_000) + count)
                .SinkTo(sink));
            await job.RunToEndAsync();

            var expected = Enumerable.Range(0, 20_001).Select(x => (long)x).SelectMany(Several).SelectMany(Several)
                .GroupBy(x => x % 100).SelectMany(g => g.Select((_, i) => (g.Key * 1_000_000) + i + 1));
            Assert.Equal(expected.Order(), sink.Records.Order());
        }
    }

    private static IEnumerable<long> Numbers(Sizes sizes) => Enumerable.Range(0, sizes.Records + 1).Select(x => (long)x);

    private static IEnumerable<long> Several(long x) => Enumerable.Range(0, (int)(x % 4)).Select(i => (x * 3) + i);

    private static IEnumerable<long> Running(IEnumerable<long> values)
    {
        long? last = null;
        foreach (var value in values) yield return (last = last is { } before ? (before * 31) + value : value).Value;
    }

    private static void Check(
        Func<StreamExecutionEnvironment, Sizes, Func<long, long>, DataStream<long>> program,
        Func<Sizes, IEnumerable<long>> naive,
        bool inOrder = true)
    {
        for (var seed = 0; seed < Schedules; seed++)
        {
            var sizes = Sizes.From(seed);
            var sink = new RecordingSink<long>();
            new ScheduledJob(seed, sizes.Settings, (env, schedule) =>
            {
                env.SetParallelism(sizes.Parallelism);
                if (!sizes.Chaining) env.DisableOperatorChaining();
                program(env, sizes, x =>
                {
                    schedule.MayStop();
                    return x;
                }).SinkTo(sink);
            }).RunToEnd();

            var ordered = inOrder && sizes.Parallelism == 1;
            var (expected, actual) = (naive(sizes), sink.Records.AsEnumerable());
            if (!ordered) (expected, actual) = (expected.Order(), actual.Order());
            Assert.True(expected.SequenceEqual(actual), $"Seed {seed}, {sizes}: expected {string.Join(' ', expected)} but got {string.Join(' ', actual)}.");
        }
    }

    private sealed record Sizes(int Records, int Parallelism, bool Chaining, LocalJobSettings Settings)
    {
        public static Sizes From(int seed)
        {
            var random = new Random(seed ^ 0x5EED);
            return new Sizes(random.Next(60), random.Next(1, 4), random.Next(2) == 0, new LocalJobSettings
            {
                Credits = random.Next(1, 4), BatchRecordsMax = random.Next(1, 9), OverdraftBatchesMax = random.Next(0, 4),
            });
        }
    }

    private sealed class Twice(Func<long, long> stop) : ProcessFunction<long, long>
    {
        public override void ProcessElement(long value, IProcessContext context, Collector<long> output)
        {
            output.Collect(stop(value));
            output.Collect(stop(-value));
        }
    }
}
