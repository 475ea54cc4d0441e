using FlowActors.Sinks;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sinks;

public class CollectSinkTests
{
    private readonly CollectedResults<int> _results = new();

    [Fact]
    public void Values_are_there_when_all_subtasks_have_committed()
    {
        using var harness = new SinkHarness<int>(new CollectSink<int>(_results), 2);
        harness.Write(1, 3).Write(0, 1, 2).EndInput();
        harness.Finish(1);
        Assert.False(_results.IsComplete);
        Assert.Contains("has not ended well, or not yet", Assert.Throws<InvalidOperationException>(() => _results.Values).Message, StringComparison.Ordinal);
        harness.Finish(0);
        Assert.True(_results.IsComplete);
        Assert.Equal([1, 2, 3], _results.Values);
    }

    [Fact]
    public void Results_of_a_failed_attempt_are_dropped()
    {
        var sink = new CollectSink<int>(_results);
        using (var failed = new SinkHarness<int>(sink, 2)) failed.Write(0, 1, 2).Write(1, 3);
        Assert.Throws<InvalidOperationException>(() => _results.Values);
        using var good = new SinkHarness<int>(sink, 2);
        good.Write(0, 1).Write(1, 2).EndInput().Finish();
        Assert.Equal([1, 2], _results.Values);
    }

    [Fact]
    public void Running_again_replaces_the_results_also_with_another_parallelism()
    {
        var sink = new CollectSink<int>(_results);
        using (var first = new SinkHarness<int>(sink, 3)) first.Write(0, 1).Write(1, 2).Write(2, 3).EndInput().Finish();
        using (var second = new SinkHarness<int>(sink, 2)) second.Write(0, 7).Write(1, 8).EndInput().Finish();
        Assert.Equal([7, 8], _results.Values);
    }

    [Fact]
    public void No_records_are_a_result_too()
    {
        using var harness = new SinkHarness<int>(new CollectSink<int>(_results));
        harness.EndInput().Finish();
        Assert.Empty(_results.Values);
    }
}
