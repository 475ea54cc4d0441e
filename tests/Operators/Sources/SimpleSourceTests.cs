using FlowActors.Operators;
using FlowActors.Sources;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sources;

public class SimpleSourceTests
{
    [Fact]
    public async Task A_generator_spreads_its_numbers_over_the_subtasks() =>
        Assert.Equal([[0, 3, 6], [1, 4], [2, 5]], await SourceHarness<long>.ReadAllAsync(new GeneratorSource<long>(7, i => i), 3));

    [Fact]
    public async Task A_collection_is_read_in_order_by_subtask_0() =>
        Assert.Equal([["a", "b"], []], await SourceHarness<string>.ReadAllAsync(new CollectionSource<string>(["a", "b"]), 2));

    [Fact]
    public void Reading_stops_when_the_output_is_full_and_goes_on_where_it_stopped()
    {
        using var harness = new SourceHarness<long>(new GeneratorSource<long>(5, i => i));
        harness.Output.MakeRoom(2);
        Assert.Equal(Progress.OutputFull, harness.Poll());
        Assert.Equal([0, 1], harness.Output.Values);
        Assert.Equal(Progress.OutputFull, harness.Poll());
        Assert.Equal([0, 1], harness.Output.Values);
        harness.Output.MakeRoom(100);
        Assert.Equal(Progress.Done, harness.Poll());
        Assert.Equal([0, 1, 2, 3, 4], harness.Output.Values);
    }

    [Fact]
    public void A_collection_is_enumerated_once_more_for_each_reader()
    {
        var source = new CollectionSource<int>(new Queue<int>([1, 2]));
        foreach (var _ in Enumerable.Range(0, 2))
        {
            using var harness = new SourceHarness<int>(source);
            Assert.Equal(Progress.Done, harness.Poll());
            Assert.Equal([1, 2], harness.Output.Values);
        }
    }

    [Fact]
    public void Impossible_generators_are_refused()
    {
        Assert.Throws<JobValidationException>(new GeneratorSource<long>(-1, i => i).Validate);
        foreach (var rate in (double[])[0, -0.0, -1, double.NaN, double.NegativeInfinity])
            Assert.Throws<JobValidationException>(new GeneratorSource<long>(1, i => i, rate).Validate);
    }
}
