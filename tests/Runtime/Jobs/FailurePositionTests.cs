using FlowActors.Functions;
using FlowActors.Operators;
using FlowActors.Runtime.Tests.Cluster;
using FlowActors.Runtime.Tests.Subtasks;
using FlowActors.Sources;
using FlowActors.State;

namespace FlowActors.Runtime.Tests.Jobs;

/// <summary>A failure of user code says which record of its subtask it was, or what lies between records.</summary>
[Collection("cluster")]
public sealed class FailurePositionTests
{
    private static readonly MapStateDescriptor<string, int> Rules = new("rules");

    [Fact]
    public async Task A_map_behind_an_exchange()
    {
        var failure = await FailAsync(env => Numbers(env).Rebalance().Map(Throw).Discard());
        Assert.Equal("record 51", failure.Failure.Position);
        Assert.StartsWith("Job 'fails' failed in operator 'Map', subtask 0, at record 51 (attempt 1): ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public Task A_map_where_records_are_checked_and_one_where_they_have_timestamps() => Task.WhenAll(
        Expect("record 51", env => Numbers(env.CheckRecords()).Map(x => new Box { Value = x }).Rebalance().Map(x => Throw(x.Value)).Discard()),
        Expect("record 51", env => Numbers(env).AssignTimestampsAndWatermarks(Timed(x => x)).Rebalance().Map(Throw).Discard()));

    [Fact]
    public Task One_that_is_chained_says_what_the_head_of_its_chain_has_read() =>
        Expect("record 51", env => Numbers(env).Rebalance().Filter(x => x % 2 == 0).Map(x => x).Map(Throw).WithName("throws").Discard(), "throws");

    [Fact]
    public Task One_that_is_chained_to_a_source_says_the_split() =>
        Expect("record 51 of split 'numbers'", env => Numbers(env).Map(x => x).Map(Throw).WithName("throws").Discard(), "throws");

    [Fact]
    public Task A_generator() =>
        Expect("record 51 of split 'numbers'", env => env.Generate(100, Throw).WithName("makes").Discard(), "makes");

    [Fact]
    public Task The_key_selector_of_an_exchange() =>
        Expect("record 51 of split 'numbers'", env => Numbers(env).KeyBy(Throw).Count().Discard());

    [Fact]
    public Task A_keyed_function_whose_keys_come_with_their_hashes() =>
        Expect("record 51", env => Numbers(env).KeyBy(x => $"{x}").Reduce((a, b) => a).Map(Throw).Discard());

    [Fact]
    public Task The_timestamp_extractor_of_a_source() => Expect(
        "record 51 of split 'numbers'",
        env => env.FromSource(Source.FromSequence(0, 99), Timed(Throw), "timed").Map(x => x).Discard(),
        "timed");

    [Fact]
    public Task A_timestamp_extractor_behind_an_exchange() => Expect(
        "record 51", env => Numbers(env).Rebalance().AssignTimestampsAndWatermarks(Timed(Throw)).WithName("times").Map(x => x).Discard(), "times");

    [Fact]
    public async Task A_broadcast_function_that_touches_keyed_state_from_the_wrong_side()
    {
        var failure = await FailAsync(env => Numbers(env).KeyBy(x => x % 2)
            .Connect(env.FromElements("a", "b", "touch").Broadcast(Rules)).Process(() => new Touching()).WithName("touches").Discard());
        Assert.Equal(("touches", "record 3 of the second input"), (failure.Failure.Operator, failure.Failure.Position));
        Assert.Contains("Keyed state of operator 'touches' was touched", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public Task Each_input_of_a_co_function_counts_its_own()
    {
        return Task.WhenAll(
            Expect("record 51 of the first input", env => Numbers(env).Connect(env.FromElements("a", "b")).Map(Throw, x => 0L).Discard()),
            Expect("record 7 of the second input", env => env.FromElements("a", "b").Connect(env.FromSequence(44, 99)).Map(x => 0L, Throw).Discard()));
    }

    [Fact]
    public async Task A_timer_of_event_time_says_its_time_and_what_was_read_before_it()
    {
        var failure = await FailAsync(env => env.FromSource(Source.FromSequence(0, 9), Timed(x => x), "timed")
            .KeyBy(x => 0L).Process(() => new Ringing(1_000)).Map(x => x).Discard());
        Assert.Equal("timer of event time 1000, after record 10", failure.Failure.Position);
        Assert.StartsWith("Job 'fails' failed in operator 'KeyedProcess', subtask 0, at timer of event time 1000, after record 10 (", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_timer_of_processing_time()
    {
        var failure = await FailAsync(env => env.Generate(null, x => x).KeyBy(x => 0L).Process(() => new Ringing(null)).Discard());
        Assert.Matches("^timer of processing time [0-9]+, after record [0-9]+$", failure.Failure.Position);
    }

    [Fact]
    public Task What_is_emitted_for_a_timer_fails_at_the_timer() => Expect(
        "timer of event time 1000, after record 10",
        env => env.FromSource(Source.FromSequence(0, 9), Timed(x => x), "timed")
            .KeyBy(x => 0L).Process(() => new Ringing(1_000) { Emits = 50 }).Map(Throw).WithName("throws").Discard(),
        "throws");

    [Fact]
    public Task A_flatMap_that_is_enumerated_on_after_it_has_stood_still() => Expect(
        "record 3", env => env.FromSequence(1, 10).Rebalance().FlatMap(Many).Rebalance().Map(x => x).Discard(), "FlatMap");

    [Fact]
    public async Task Opening_closing_flushing_and_committing_are_no_records()
    {
        await Expect("its opening", env => Numbers(env).Map(() => new Living { OnOpen = () => throw new InvalidDataException() }).Discard());
        await Expect("its closing", env => Numbers(env).Map(() => new Living { OnClose = () => throw new InvalidDataException() }).Discard());
        await Expect(
            "the end of the input, after record 100 of split 'numbers'",
            env => Numbers(env).SinkTo(new RecordingSink<long> { OnFlush = () => throw new InvalidDataException() }));
        await Expect("its commit", env => Numbers(env).SinkTo(new RecordingSink<long> { OnCommit = () => throw new InvalidDataException() }));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public Task An_operator_written_by_hand_is_named_wherever_it_stands(bool isHead, bool emitsFirst) => Expect(
        isHead ? "record 6" : "record 6 of split 'numbers'",
        env => (isHead ? Numbers(env).Rebalance() : Numbers(env).Map(x => x)).Transform("mine", () => new Mine(emitsFirst)).Map(x => x).Process(() => new Passing()).Discard(),
        "mine");

    [Fact]
    public Task What_stands_behind_an_operator_written_by_hand_fails_by_its_own_name() => Expect(
        "record 51 of split 'numbers'", env => Numbers(env).Transform("mine", () => new Mine(emitsFirst: true) { Fails = -1 }).Map(Throw).WithName("throws").Discard(), "throws");

    [Fact]
    public Task Chained_process_functions_fail_by_their_own_names() => Task.WhenAll(
        Expect("record 4 of split 'numbers'", env => Numbers(env).Process(() => new Failing(3, isAfter: false)).WithName("first").Process(() => new Passing()).Discard(), "first"),
        Expect("record 4 of split 'numbers'", env => Numbers(env).Process(() => new Failing(3, isAfter: true)).WithName("first").Process(() => new Passing()).Discard(), "first"),
        Expect("record 4", env => Numbers(env).Rebalance().Process(() => new Failing(3, isAfter: false)).WithName("first").Process(() => new Passing()).Discard(), "first"),
        Expect("record 4 of split 'numbers'", env => Numbers(env).Process(() => new Passing()).Process(() => new Failing(3, isAfter: false)).WithName("second").Discard(), "second"),
        Expect("record 4 of split 'numbers'", env => Numbers(env).Process(() => new Passing()).Process(() => new Failing(3, isAfter: true)).WithName("second").Map(x => x).Discard(), "second"));

    [Fact]
    public Task A_failure_that_a_function_has_caught_is_not_taken_for_a_later_one() => Expect(
        "record 51 of split 'numbers'",
        env => Numbers(env).Process(() => new Catching()).WithName("catches").Process(() => new Failing(10, isAfter: false)).WithName("was caught").Discard(),
        "catches");

    private static async Task Expect(string position, Action<StreamExecutionEnvironment> build, string? operatorName = null)
    {
        var failure = await FailAsync(build);
        Assert.Equal(position, failure.Failure.Position);
        if (operatorName is not null) Assert.Equal(operatorName, failure.Failure.Operator);
    }

    private static async Task<JobFailedException> FailAsync(Action<StreamExecutionEnvironment> build)
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync();
        var env = host.CreateEnvironment().SetParallelism(1).SetRestartStrategy(RestartStrategy.None);
        build(env);
        return await Assert.ThrowsAsync<JobFailedException>(() => env.RunAsync("fails").WaitAsync(Patience.Limit));
    }

    private static DataStream<long> Numbers(StreamExecutionEnvironment env) => env.FromSequence(0, 99);

    private static WatermarkStrategy<long> Timed(Func<long, long> timestamp) =>
        WatermarkStrategy.ForMonotonousTimestamps<long>().WithTimestampAssigner(timestamp);

    private static long Throw(long x) => x == 50 ? throw new InvalidDataException("broken") : x;

    // More than an output takes, so that it stands still in between.
    private static IEnumerable<long> Many(long x)
    {
        for (var i = 0L; i < 1_000_000; i++)
        {
            if (x == 3 && i == 900_000) throw new InvalidDataException("broken");
            yield return i;
        }
    }

    private sealed class Box
    {
        public long Value { get; set; }
    }

    private sealed class Living : RichMapFunction<long, long>
    {
        public Action OnOpen { get; init; } = () => { };

        public Action OnClose { get; init; } = () => { };

        public override void Open(IRuntimeContext context) => OnOpen();

        public override long Map(long value) => value;

        public override void Close() => OnClose();
    }

    private sealed class Touching : KeyedBroadcastProcessFunction<long, long, string, long>
    {
        private IValueState<int>? _value;

        public override void Open(IKeyedRuntimeContext context) => _value = context.GetState(new ValueStateDescriptor<int>("value"));

        public override void ProcessElement(long value, IKeyedReadOnlyBroadcastContext<long> context, Collector<long> output) => _value!.Update(1);

        public override void ProcessBroadcastElement(string value, IKeyedBroadcastContext<long> context, Collector<long> output)
        {
            if (value == "touch") _value!.Update(2);
        }
    }

    /// <summary>Sets a timer of event time, or one of processing time that is due at once, and throws when it fires, or emits.</summary>
    private sealed class Ringing(long? at) : KeyedProcessFunction<long, long, long>
    {
        public long? Emits { get; init; }

        public override void ProcessElement(long value, IKeyedProcessContext<long> context, Collector<long> output)
        {
            if (at is { } time) context.TimerService.RegisterEventTimeTimer(time);
            else context.TimerService.RegisterProcessingTimeTimer(context.TimerService.CurrentProcessingTime);
        }

        public override void OnTimer(long timestamp, IOnTimerContext<long> context, Collector<long> output)
        {
            if (Emits is { } emitted) output.Collect(emitted);
            else throw new InvalidDataException("broken");
        }
    }

    private sealed class Mine(bool emitsFirst) : OneInputOperator<long, long>
    {
        public long Fails { get; init; } = 5;

        public override void Collect(long value, long timestamp)
        {
            if (emitsFirst) Output.Collect(value, timestamp);
            if (value == Fails) throw new InvalidDataException("mine");
            if (!emitsFirst) Output.Collect(value, timestamp);
        }
    }

    private sealed class Passing : ProcessFunction<long, long>
    {
        public override void ProcessElement(long value, IProcessContext context, Collector<long> output) => output.Collect(value);
    }

    private sealed class Failing(long at, bool isAfter) : ProcessFunction<long, long>
    {
        public override void ProcessElement(long value, IProcessContext context, Collector<long> output)
        {
            if (isAfter) output.Collect(value);
            if (value == at) throw new InvalidDataException("at");
            if (!isAfter) output.Collect(value);
        }
    }

    /// <summary>Catches what those behind it throw, which nobody should, and fails later itself.</summary>
    private sealed class Catching : ProcessFunction<long, long>
    {
        public override void ProcessElement(long value, IProcessContext context, Collector<long> output)
        {
            if (value == 50) throw new InvalidDataException("own");
            try
            {
                output.Collect(value);
            }
            catch (InvalidDataException)
            {
                output.Collect(0);
            }
        }
    }
}
