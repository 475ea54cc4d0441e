using FlowActors.Functions;

namespace FlowActors.Runtime.Tests.Subtasks;

/// <summary>A failure shows the record that the user function was given, wherever it runs, and only where that is allowed.</summary>
public sealed class RecordsInFailuresTests
{
    private static readonly InvalidDataException Broken = new("broken");

    [Fact]
    public void A_map_shows_what_it_was_given_and_not_what_the_head_of_its_chain_was() =>
        Expect("150", (env, sink) => Numbers(env).Map(x => x + 100).Map(Throw150).SinkTo(sink));

    [Fact]
    public void A_map_behind_an_exchange() => Expect("150", (env, sink) => Numbers(env).Map(x => x + 100).Rebalance().Map(Throw150).SinkTo(sink));

    [Fact]
    public void A_filter() => Expect("50", (env, sink) => Numbers(env).Filter(x => Throw(x) >= 0).SinkTo(sink));

    [Fact]
    public void A_flatMap_after_those_behind_it_have_run() => Expect("50", (env, sink) => Numbers(env)
        .FlatMap((long x, Collector<long> output) =>
        {
            output.Collect(x + 1000);
            Throw(x);
        })
        .Map(x => x).SinkTo(sink));

    [Fact]
    public void An_enumeration_that_was_suspended_and_one_that_a_later_record_finishes()
    {
        // The second stop is inside the enumeration of 50: it fails in a later run, when no call is under way.
        Expect("50", (env, sink) => Numbers(env).FlatMap(Twice).Map(x => x).SinkTo(sink), stopOneIn: 1);
        Expect("50", (env, sink) => Numbers(env)
            .FlatMap((long x, Collector<long> output) =>
            {
                for (var i = 0; i < 10; i++) output.Collect((x * 10) + i);
            })
            .FlatMap(x => x == 50 ? ThenThrow(x) : [x]).Map(x => x).SinkTo(sink), stopOneIn: 1);
    }

    [Fact]
    public void A_process_function() => Expect("50", (env, sink) => Numbers(env).Process(() => new Failing()).Map(x => x).SinkTo(sink));

    [Fact]
    public void A_timer_shows_its_time_and_key_also_after_it_has_emitted() => Expect(
        "timer of event time 50 of key 0",
        (env, sink) => Numbers(env).KeyBy(x => x % 10).Process(() => new FailingTimer()).Map(x => x).SinkTo(sink));

    [Fact]
    public void A_reduce_shows_the_record_and_not_what_it_had_kept() =>
        Expect("50", (env, sink) => Numbers(env).KeyBy(x => 0L).Reduce((a, b) => Throw(b) + a).SinkTo(sink));

    [Fact]
    public void A_key_selector_shows_what_it_was_to_take_a_key_from() =>
        Expect("150", (env, sink) => Numbers(env).Map(x => x + 100).KeyBy(Throw150).Count().Map(c => c.Value).SinkTo(sink));

    [Fact]
    public void A_generator_shows_the_number() => Expect("50", (env, sink) => env.Generate(100, i => $"{Throw(i)}").Map(x => 1L).SinkTo(sink));

    [Fact]
    public void A_sink_that_writes() => Expect("50", (env, _) => Numbers(env).SinkTo(new RecordingSink<long> { OnWrite = x => Throw(x) }));

    [Fact]
    public void Nothing_is_shown_where_no_record_is_at_hand()
    {
        Expect(null, (env, _) => Numbers(env).SinkTo(new RecordingSink<long> { OnFlush = () => throw Broken }));
        Expect(null, (env, sink) => env.FromCollection(new Unreadable()).Map(x => x).SinkTo(sink));
    }

    private sealed class Unreadable : IReadOnlyCollection<long>
    {
        public int Count => 1;

        public IEnumerator<long> GetEnumerator()
        {
            if (Count > 0) throw Broken;
            yield break;
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    [Fact]
    public void An_exception_that_was_caught_leaves_no_record_behind() => Expect("30", (env, sink) => Numbers(env)
        .FlatMap((long x, Collector<long> output) =>
        {
            try
            {
                output.Collect(x);
            }
            catch (InvalidDataException)
            {
                // The record is left out.
            }

            if (x == 30) throw Broken;
        })
        .Map(x => x == 7 ? throw Broken : x).SinkTo(sink));

    [Fact]
    public void Nothing_is_shown_unless_the_application_allows_it()
    {
        Expect(null, (env, sink) => Numbers(env.ShowRecordsInFailures(false)).Map(Throw).SinkTo(sink));
        Expect(null, (env, sink) => Numbers(env).Map(Throw).SinkTo(sink), allows: false);
    }

    private static void Expect(
        string? record, Action<StreamExecutionEnvironment, RecordingSink<long>> build, int stopOneIn = 0, bool allows = true)
    {
        var job = new ScheduledJob(
            1,
            new LocalJobSettings(),
            (env, schedule) =>
            {
                s_schedule.Value = schedule;
                build(allows ? env.ShowRecordsInFailures() : env, new RecordingSink<long>());
            },
            stopOneIn);
        Assert.Same(Broken, Assert.ThrowsAny<Exception>(job.RunToEnd));
        Assert.Equal(record, job.Job.Subtasks.Select(s => s.RecordAtHand).SingleOrDefault(text => text is not null));
        job.Job.Dispose();
    }

    private static readonly ThreadLocal<ScheduledJob?> s_schedule = new();

    private static DataStream<long> Numbers(StreamExecutionEnvironment env) => env.FromSequence(0, 99);

    private static long Throw(long x) => x == 50 ? throw Broken : x;

    private static long Throw150(long x) => x == 150 ? throw Broken : x;

    private static IEnumerable<long> Twice(long x)
    {
        s_schedule.Value!.MayStop();
        yield return x;
        yield return Throw(x);
    }

    private static IEnumerable<long> ThenThrow(long x)
    {
        s_schedule.Value!.MayStop();
        yield return x;
        Throw(x);
    }

    private sealed class Failing : ProcessFunction<long, long>
    {
        public override void ProcessElement(long value, IProcessContext context, Collector<long> output)
        {
            output.Collect(value + 1000);
            Throw(value);
        }
    }

    private sealed class FailingTimer : KeyedProcessFunction<long, long, long>
    {
        public override void ProcessElement(long value, IKeyedProcessContext<long> context, Collector<long> output) =>
            context.TimerService.RegisterEventTimeTimer(value);

        public override void OnTimer(long timestamp, IOnTimerContext<long> context, Collector<long> output)
        {
            output.Collect(timestamp);
            Throw(timestamp);
        }
    }
}
