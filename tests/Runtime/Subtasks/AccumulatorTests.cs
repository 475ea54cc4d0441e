using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.Runtime.Tests.Exchange;

namespace FlowActors.Runtime.Tests.Subtasks;

/// <summary>An accumulator's name is one kind of number within a job; a metric's is one metric within its operator.</summary>
public sealed class AccumulatorTests
{
    private const string Both =
        "Accumulator 'c' is asked for with GetDoubleCounter in operator 'second' and with GetLongCounter in operator 'first'.";

    [Fact]
    public void One_name_of_two_kinds_in_one_operator_is_refused()
    {
        var refusal = Refusal(numbers => numbers.Process(() => new OnOpen(context =>
        {
            context.GetLongCounter("c");
            context.GetDoubleCounter("c");
        })).WithName("only"));
        Assert.Contains("GetDoubleCounter in operator 'only' and with GetLongCounter in operator 'only'", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void One_name_of_two_kinds_in_two_operators_of_a_chain_is_refused_naming_both() =>
        Assert.StartsWith(Both, Refusal(numbers => First(Second(numbers))), StringComparison.Ordinal); // a chain opens at its tail

    [Fact]
    public void One_name_of_two_kinds_in_two_vertices_is_refused_naming_both() =>
        Assert.StartsWith(Both, Refusal(numbers => Second(First(numbers).Rebalance())), StringComparison.Ordinal);

    [Fact]
    public void One_name_of_two_kinds_in_two_subtasks_of_an_operator_is_refused() => Assert.Contains(
        "Accumulator 'c'",
        Refusal(numbers => numbers.Rebalance().Process(() => new OnOpen(context => _ = context.SubtaskIndex == 0 ? (object)context.GetLongCounter("c") : context.GetDoubleCounter("c")))),
        StringComparison.Ordinal);

    [Fact]
    public void Operators_of_one_subtask_that_use_one_name_add_to_one_sum()
    {
        using var job = Job(numbers => numbers
            .Process(() => new OnOpen(context => context.GetLongCounter("c").Add(1)))
            .Process(() => new OnOpen(context => context.GetLongCounter("c").Add(10))));
        job.Open();
        Assert.Equal(11, job.Subtasks[0].Figures.Accumulators.Values()["c"].Long);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(null)]
    public void A_name_that_is_empty_is_refused(string? name)
    {
        foreach (var ask in (Action<IRuntimeContext>[])[
            c => c.GetLongCounter(name!), c => c.GetDoubleCounter(name!), c => c.Metrics.Counter(name!), c => c.Metrics.Gauge(name!, () => 0)])
        {
            using var job = Job(numbers => numbers.Process(() => new OnOpen(ask)));
            Assert.ThrowsAny<ArgumentException>(job.Open);
        }
    }

    [Fact]
    public void A_metric_counter_is_the_same_one_each_time_it_is_asked_for()
    {
        using var job = Job(numbers => numbers.Process(() => new OnOpen(context =>
        {
            context.Metrics.Counter("m").Add(1);
            context.Metrics.Counter("m").Add(2);
        })).WithName("only"));
        job.Open();
        Assert.Equal(3, job.Subtasks[0].Figures.Metrics()["only.m"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_metric_that_would_take_the_place_of_another_is_refused(bool counterFirst)
    {
        var refusal = Refusal(numbers => numbers.Process(() => new OnOpen(context =>
        {
            if (counterFirst) context.Metrics.Counter("m");
            else context.Metrics.Gauge("m", () => 0);
            context.Metrics.Gauge("m", () => 1);
        })).WithName("only"));
        Assert.StartsWith($"Metric 'm' of operator 'only' is there already, as a {(counterFirst ? "counter" : "gauge")}", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Metrics_of_operators_of_one_name_in_one_chain_are_told_apart()
    {
        using var job = Job(numbers => numbers
            .Process(() => new OnOpen(context => context.Metrics.Counter("m").Add(1)))
            .Process(() => new OnOpen(context => context.Metrics.Counter("m").Add(2))));
        job.Open();
        var metrics = job.Subtasks[0].Figures.Metrics();
        Assert.Equal((1d, 2d), (metrics["Process.m"], metrics["Process (2).m"]));
    }

    private static DataStream<long> First(DataStream<long> numbers) =>
        numbers.Process(() => new OnOpen(context => context.GetLongCounter("c"))).WithName("first");

    private static DataStream<long> Second(DataStream<long> numbers) =>
        numbers.Process(() => new OnOpen(context => context.GetDoubleCounter("c"))).WithName("second");

    private static string Refusal(Func<DataStream<long>, DataStream<long>> build)
    {
        using var job = Job(build, parallelism: 2);
        return Assert.Throws<InvalidOperationException>(job.Open).Message;
    }

    private static LocalJob Job(Func<DataStream<long>, DataStream<long>> build, int parallelism = 1)
    {
        var env = new StreamExecutionEnvironment(new JobSettings { Parallelism = parallelism });
        build(env.FromSequence(1, 3)).Discard();
        return new LocalJob(env, new LocalJobSettings(), new RecordingScope(), _ => { });
    }
}
