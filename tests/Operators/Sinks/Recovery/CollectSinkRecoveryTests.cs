using FlowActors.Sinks;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sinks.Recovery;

/// <summary>Collected records over restarts, repeated commits and other parallelisms: each is there once.</summary>
public sealed class CollectSinkRecoveryTests
{
    private readonly CollectedResults<int> _results = new();
    private readonly SinkJob<int> _job;

    public CollectSinkRecoveryTests() => _job = new SinkJob<int>(() => new CollectSink<int>(_results));

    [Theory]
    [InlineData(2)]
    [InlineData(1)]
    [InlineData(3)]
    public void What_was_collected_before_the_checkpoint_is_there_once(int after)
    {
        _job.Start(2).Write(0, 1).Write(1, 2).EndInput(only: 1).Checkpoint();
        _job.Write(0, 98);
        _job.Start(after).Write(0, 3).EndInput().Checkpoint();
        _job.Finish();
        Assert.Equal([1, 2, 3], _results.Values.Order());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(1)]
    [InlineData(3)]
    public void What_had_ended_as_a_whole_is_there_though_its_end_does_not_come_again(int after)
    {
        _job.Start(2).Write(0, 1).Write(1, 2).EndInput().Checkpoint();
        _job.Close().Start(after, hasEnded: true).Checkpoint();
        _job.Close().Start(after, hasEnded: true).Finish();
        Assert.Equal([1, 2], _results.Values);
    }

    [Fact]
    public void A_commit_that_comes_again_replaces_its_own_part_only()
    {
        _job.Start(2).Write(0, 1).Write(1, 2).EndInput().Checkpoint();
        _job.Finish();
        for (var again = 0; again < 2; again++)
        {
            _job.Start(2).EndInput();
            Assert.True(_results.IsComplete);
            _job.Finish();
            Assert.Equal([1, 2], _results.Values);
        }
    }

    [Fact]
    public void What_an_earlier_attempt_commits_late_changes_nothing()
    {
        var first = new SinkJob<int>(() => new CollectSink<int>(_results)) { Job = _job.Job };
        first.Start().Write(0, 98).EndInput();
        _job.Start().Close().Start().Write(0, 1).EndInput().Finish();
        first.Finish();
        Assert.Equal([1], _results.Values);
    }
}
