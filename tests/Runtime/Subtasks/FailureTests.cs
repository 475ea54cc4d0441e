using FlowActors.Functions;
using FlowActors.Operators;
using FlowActors.Serialization;
using FlowActors.Sources;
using FlowActors.State;

namespace FlowActors.Runtime.Tests.Subtasks;

/// <summary>A failure names the operator whose code threw, wherever in the chain and whenever it did.</summary>
public sealed class FailureTests
{
    private static readonly InvalidDataException Broken = new("broken");

    [Fact]
    public Task A_source() => Expect("Generator Source", (env, sink) =>
        env.Generate<long>(100, i => i == 50 ? throw Broken : i).Map(x => x).SinkTo(sink));

    [Fact]
    public Task A_collection_that_cannot_be_enumerated_to_its_end() => Expect("Collection Source", (env, sink) =>
        env.FromCollection(Enumerable.Range(0, 100).Select(i => Throw(i))).Map(x => x).SinkTo(sink));

    [Fact]
    public async Task A_text_source_whose_lines_before_were_passed_on()
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, "fits\ntoo long\n");
            await Expect("Text File Source", (env, sink) => env
                .FromSource(new TextFileSource([path], new TextFileSettings { LineBytesMax = 4 }), "Text File Source")
                .Map(line => (long)line.Length).WithName("innocent").SinkTo(sink));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public Task A_source_of_the_applications_own() => Expect("own", (env, sink) =>
        env.FromSource(OwnSource(Throw), "own").Map(x => x).WithName("innocent").SinkTo(sink));

    [Fact]
    public Task A_map_behind_a_source_of_the_applications_own() => Expect("bad", (env, sink) =>
        env.FromSource(OwnSource(x => x), "own").Map(Throw).WithName("bad").SinkTo(sink));

    [Fact]
    public Task A_map() => Expect("bad", (env, sink) => Numbers(env).Map(Throw).WithName("bad").Map(x => x).SinkTo(sink));

    [Fact]
    public Task A_map_behind_an_exchange() => Expect("bad", (env, sink) =>
        Numbers(env).Rebalance().Map(x => x).Map(Throw).WithName("bad").SinkTo(sink));

    [Fact]
    public Task A_filter() => Expect("bad", (env, sink) => Numbers(env).Filter(x => Throw(x) > 0).WithName("bad").SinkTo(sink));

    [Fact]
    public Task A_flatMap_after_it_emitted() => Expect("bad", (env, sink) =>
        Numbers(env).FlatMap(Emit).WithName("bad").Map(x => x).WithName("innocent").SinkTo(sink));

    [Fact]
    public Task A_flatMap_with_a_collector_after_it_emitted() => Expect("bad", (env, sink) => Numbers(env)
        .FlatMap((long x, Collector<long> output) =>
        {
            output.Collect(x);
            Throw(x);
        })
        .WithName("bad").Map(x => x).WithName("innocent").SinkTo(sink));

    [Fact]
    public Task A_flatMap_that_returns_null() => Expect<InvalidOperationException>("bad", (env, sink) =>
        Numbers(env).FlatMap(x => x == 50 ? null! : new[] { x }.AsEnumerable()).WithName("bad").SinkTo(sink));

    [Fact]
    public Task A_process_function_after_it_emitted() => Expect("bad", (env, sink) =>
        Numbers(env).Process(() => new EmitsAndThrows()).WithName("bad").Map(x => x).WithName("innocent").SinkTo(sink));

    [Fact]
    public Task A_key_selector_of_numbers_is_the_failure_of_its_KeyBy() => Expect("KeyBy between 'sender' and 'reduce'", (env, sink) =>
        Numbers(env).Map(x => x).WithName("sender").KeyBy(Throw).Reduce((a, b) => a + b).WithName("reduce").SinkTo(sink));

    [Fact]
    public Task A_key_selector_of_texts_is_the_failure_of_its_KeyBy() => Expect("KeyBy between 'sender' and 'reduce'", (env, sink) =>
        Numbers(env).Map(x => x).WithName("sender").KeyBy(x => $"{Throw(x)}").Reduce((a, b) => a + b).WithName("reduce").SinkTo(sink));

    [Fact]
    public Task A_key_selector_beside_others_and_a_chained_operator_is_the_failure_of_its_own_KeyBy() => Expect("KeyBy between 'sender' and 'reduce'", (env, sink) =>
    {
        var sender = Numbers(env).Map(x => x).WithName("sender");
        sender.Map(x => x).WithName("innocent").SinkTo(sink);
        sender.KeyBy(x => x).Count().WithName("innocent too").SinkTo(new RecordingSink<KeyValuePair<long, long>>());
        sender.KeyBy(Throw).Reduce((a, b) => a + b).WithName("reduce").SinkTo(new RecordingSink<long>());
        sender.KeyBy(x => x).Count().WithName("innocent as well").SinkTo(new RecordingSink<KeyValuePair<long, long>>());
    });

    [Fact]
    public Task An_operator_that_fails_behind_its_key_selector_is_named_itself() => Expect("bad", (env, sink) => Numbers(env)
        .FlatMap((long x, Collector<long> output) =>
        {
            output.Collect(x);
            Throw(x);
        })
        .WithName("bad").KeyBy(x => $"{x}").Count().Map(count => count.Value).SinkTo(sink));

    [Fact]
    public async Task A_null_key_names_the_KeyBy_by_the_operators_on_both_sides()
    {
        var failure = await FailAsync((env, sink) =>
            Numbers(env).WithName("orders").KeyBy(x => x == 50 ? null! : "key").Reduce((a, b) => a + b).WithName("totals").SinkTo(sink));

        Assert.Equal("KeyBy between 'orders' and 'totals'", failure.Operator);
        Assert.IsType<Partitioning.NullKeyException>(failure.Exception);
        Assert.Contains("the KeyBy between 'orders' and 'totals' returned null for a record of type System.Int64", failure.Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_text_or_composite_key_that_is_another_each_time_fails_the_keyed_operator(int parallelism)
    {
        var asked = 0;
        await ExpectRefused(env => Numbers(env).KeyBy(_ => $"{Interlocked.Increment(ref asked)}").Count().WithName("keyed").Discard());
        await ExpectRefused(env => Numbers(env).KeyBy(x => (x, Interlocked.Increment(ref asked))).Reduce((a, _) => a).WithName("keyed").Discard());
        await ExpectRefused(env => Numbers(env).KeyBy(_ => Guid.NewGuid()).Process(() => new KeepsLast()).WithName("keyed").Discard());

        async Task ExpectRefused(Action<StreamExecutionEnvironment> build)
        {
            var failure = await FailAsync((env, _) => build(env.SetParallelism(parallelism)));
            Assert.Equal("keyed", failure.Operator);
            Assert.Contains("must give the same key each time", Assert.IsType<InvalidOperationException>(failure.Exception).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public Task A_reduce_function() => Expect("bad", (env, sink) =>
        Numbers(env).KeyBy(x => 0L).Reduce((a, b) => Throw(b)).WithName("bad").SinkTo(sink));

    [Fact]
    public Task A_sink_that_writes() => Expect("end", (env, _) =>
        Numbers(env).Map(x => x).SinkTo(new RecordingSink<long> { OnWrite = x => Throw(x) }).WithName("end"));

    [Fact]
    public Task A_sink_that_flushes() => Expect("end", (env, _) =>
        Numbers(env).Map(x => x).SinkTo(new RecordingSink<long> { OnFlush = () => throw Broken }).WithName("end"));

    [Fact]
    public Task A_serializer_though_the_function_that_emitted_caught_its_failure() => Expect("catches", (env, sink) =>
    {
        var serializers = new SerializerRegistry();
        serializers.Register(new FailingSerializer());
        Numbers(env.SetSerializers(serializers))
            .FlatMap((long x, Collector<Coin> output) =>
            {
                for (var i = 0; i < 200; i++) EmitAnyway(output, new Coin(x + i));
            })
            .WithName("catches").KeyBy(coin => coin.Cents).Count().Map(count => count.Value).SinkTo(sink);
    });

    [Fact]
    public void A_sink_that_opens() => ExpectDuring("end", job => job.Open(), new RecordingSink<long> { OnOpen = () => throw Broken });

    [Fact]
    public void A_sink_that_commits()
    {
        var schedule = new ScheduledJob(1, new LocalJobSettings(), (env, _) =>
            env.FromSequence(0, 9).Map(x => x).SinkTo(new RecordingSink<long> { OnCommit = () => throw Broken }).WithName("end"));

        Assert.Same(Broken, Assert.Throws<InvalidDataException>(schedule.RunToEnd));
        Assert.Equal("end", schedule.Job.Subtasks[0].CurrentOperator);
        schedule.Job.Dispose();
    }

    [Fact]
    public void A_function_that_cannot_be_made()
    {
        var schedule = new ScheduledJob(1, new LocalJobSettings(), (env, _) => env.FromSequence(0, 9)
            .Process<long>(() => throw Broken).WithName("bad").Map(x => x).SinkTo(new RecordingSink<long>()));

        Assert.Same(Broken, Assert.Throws<InvalidDataException>(schedule.Job.Open));
        Assert.Equal("bad", schedule.Job.Subtasks[0].CurrentOperator);
        schedule.Job.Dispose();
    }

    [Fact]
    public void What_was_opened_is_closed_when_another_operator_cannot_open()
    {
        var closed = 0;
        var opened = 0;
        ExpectDuring("bad", job => job.Open(), new RecordingSink<long> { OnOpen = () => opened++, OnClose = () => closed++ }, new FailsToOpen());
        Assert.Equal(1, opened);
        Assert.Equal(1, closed);
    }

    [Fact]
    public void An_operator_that_fails_to_close_does_not_keep_the_others_from_it()
    {
        var closed = 0;
        var schedule = new ScheduledJob(1, new LocalJobSettings(), (env, _) =>
        {
            var numbers = env.FromSequence(0, 9);
            numbers.SinkTo(new RecordingSink<long> { OnClose = () => throw Broken });
            numbers.SinkTo(new RecordingSink<long> { OnClose = () => closed++ });
        });
        schedule.Job.Open();

        Assert.Same(Broken, schedule.Job.Subtasks[0].Close());
        Assert.Equal(1, closed);
    }

    private static DataStream<long> Numbers(StreamExecutionEnvironment env) => env.FromSequence(0, 99);

    private static long Throw(long x) => x == 50 ? throw Broken : x;

    private static void EmitAnyway(Collector<Coin> output, Coin coin)
    {
        try
        {
            output.Collect(coin);
        }
        catch (InvalidDataException)
        {
            // Code that goes on whatever happens.
        }
    }

    private static IEnumerable<long> Emit(long x)
    {
        yield return x;
        yield return Throw(x);
    }

    private static Task Expect(string name, Action<StreamExecutionEnvironment, RecordingSink<long>> build) =>
        Expect<InvalidDataException>(name, build);

    private static async Task Expect<TException>(string name, Action<StreamExecutionEnvironment, RecordingSink<long>> build)
        where TException : Exception
    {
        var failure = await FailAsync(build);
        Assert.Equal(name, failure.Operator);
        Assert.IsType<TException>(failure.Exception);
    }

    private static async Task<(string Operator, Exception Exception)> FailAsync(Action<StreamExecutionEnvironment, RecordingSink<long>> build)
    {
        var sink = new RecordingSink<long>();
        await using var job = new ThreadedJob(new LocalJobSettings(), env => build(env.SetParallelism(1), sink));
        job.Start();
        await job.Ended;

        Assert.NotNull(job.Failure);
        Assert.Empty(sink.Records);
        return job.Failure.Value;
    }

    private static void ExpectDuring(string name, Action<LocalJob> act, RecordingSink<long> sink, ProcessFunction<long, long>? function = null)
    {
        var schedule = new ScheduledJob(1, new LocalJobSettings(), (env, _) =>
            env.FromSequence(0, 9).Process(() => function ?? new Passes()).WithName("bad").SinkTo(sink).WithName("end"));

        Assert.Same(Broken, Assert.Throws<InvalidDataException>(() => act(schedule.Job)));
        Assert.Equal(name, schedule.Job.Subtasks[0].CurrentOperator);
        schedule.Job.Dispose();
    }

    internal sealed record Coin(long Cents);

    private sealed class FailingSerializer : TypeSerializer<Coin>
    {
        public override bool IsImmutable => true;

        public override TypeSchema Schema => TypeSchema.Custom("a coin");

        public override void Serialize(ByteWriter writer, Coin value) => throw Broken;

        public override Coin Deserialize(ref ByteReader reader) => throw Broken;

        public override Coin Copy(Coin value) => value;
    }

    private static Listed<long> OwnSource(Func<long, long> read) => new([.. Enumerable.Range(0, 100).Select(i => (long)i)], read);

    private sealed class EmitsAndThrows : ProcessFunction<long, long>
    {
        public override void ProcessElement(long value, IProcessContext context, Collector<long> output)
        {
            output.Collect(value);
            Throw(value);
        }
    }

    private sealed class Passes : ProcessFunction<long, long>
    {
        public override void ProcessElement(long value, IProcessContext context, Collector<long> output) => output.Collect(value);
    }

    private sealed class KeepsLast : KeyedProcessFunction<Guid, long, long>
    {
        private IValueState<long>? _last;

        public override void Open(IKeyedRuntimeContext context) => _last = context.GetState(new ValueStateDescriptor<long>("last"));

        public override void ProcessElement(long value, IKeyedProcessContext<Guid> context, Collector<long> output) => _last!.Update(value);
    }

    private sealed class FailsToOpen : ProcessFunction<long, long>
    {
        public override void Open(IRuntimeContext context) => throw Broken;

        public override void ProcessElement(long value, IProcessContext context, Collector<long> output) => output.Collect(value);
    }
}
