using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.Sources;

namespace FlowActors.Tests.EventTime;

/// <summary>What is refused when the program is written.</summary>
public sealed class WatermarkStrategyTests
{
    private readonly StreamExecutionEnvironment _env = new(new JobSettings());

    [Fact]
    public void Numbers_that_are_not_possible_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => WatermarkStrategy.ForBoundedOutOfOrderness<long>(TimeSpan.FromTicks(-1)));
        var strategy = WatermarkStrategy.ForMonotonousTimestamps<long>();
        Assert.Throws<ArgumentOutOfRangeException>(() => strategy.WithIdleness(TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => strategy.WithIdleness(Timeout.InfiniteTimeSpan));
        Assert.Throws<ArgumentOutOfRangeException>(() => _env.SetWatermarkInterval(TimeSpan.Zero));
    }

    [Fact]
    public void What_is_missing_is_refused()
    {
        var strategy = WatermarkStrategy.ForMonotonousTimestamps<long>();
        Assert.Throws<ArgumentNullException>(() => strategy.WithTimestampAssigner((Func<long, long>)null!));
        Assert.Throws<ArgumentNullException>(() => strategy.WithTimestampAssigner((Func<long, long, long>)null!));
        Assert.Throws<ArgumentNullException>(() => WatermarkStrategy.ForGenerator<long>(null!));
        Assert.Throws<ArgumentNullException>(() => _env.FromSource(Source.FromSequence(1, 2), null!, "numbers"));
        Assert.Throws<ArgumentNullException>(() => _env.FromSequence(1, 2).AssignTimestampsAndWatermarks(null!));
    }

    [Fact]
    public void Each_method_gives_a_new_strategy()
    {
        var strategy = WatermarkStrategy.ForMonotonousTimestamps<long>();
        var assigned = strategy.WithTimestampAssigner(x => x);
        Assert.Null(strategy.Extract);
        Assert.NotNull(assigned.Extract);
        Assert.Null(assigned.WithTimestampAssigner((x, _) => x).Extract);
        Assert.Equal(TimeSpan.FromSeconds(1), assigned.WithIdleness(TimeSpan.FromSeconds(1)).Idleness);
        Assert.Null(assigned.Idleness);
    }

    [Fact]
    public void Its_functions_are_code_of_the_operator()
    {
        Func<long, long> assigner = x => x;
        var strategy = WatermarkStrategy.ForMonotonousTimestamps<long>().WithTimestampAssigner(assigner);
        _env.FromSource(Source.FromSequence(1, 2), strategy, "numbers").AssignTimestampsAndWatermarks(strategy).Discard();
        var nodes = _env.BuildGraph("job").Nodes;
        Assert.Contains(assigner, nodes[0].UserCode);
        Assert.Contains(assigner, nodes[1].UserCode);
        Assert.Equal("Timestamps/Watermarks", nodes[1].Name);
    }
}
