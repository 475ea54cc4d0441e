using FlowActors.Runtime.Tests.Cluster;

namespace FlowActors.Runtime.Tests.Jobs;

/// <summary>What the settings of checkpoints mean for a job when it is submitted and when it fails.</summary>
[Collection("cluster")]
public sealed class CheckpointSettingsJobsTests
{
    [Fact]
    public async Task A_job_whose_settings_contradict_those_of_the_node_is_refused()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Configuration = "flowactors.checkpoints.min-pause = 1s" });
        var env = host.CreateEnvironment().SetParallelism(1).ConfigureCheckpoints(c => c with { MaxConcurrent = 2 });
        env.FromSequence(1, 3).Discard();
        var error = await Assert.ThrowsAsync<JobValidationException>(() => env.ExecuteAsync("contradicts"));
        Assert.Contains("do not go together with those of the node, flowactors.checkpoints", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_job_that_says_nothing_restarts_after_a_failure_if_it_takes_checkpoints(bool takesCheckpoints)
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync();
        var env = host.CreateEnvironment().SetParallelism(1);
        if (takesCheckpoints) env.EnableCheckpointing(TimeSpan.FromHours(1));
        var calls = 0;
        env.FromSequence(1, 1).Map(x => Interlocked.Increment(ref calls) == 1 ? throw new FormatException("once") : x).Discard();
        var end = await Record.ExceptionAsync(() => env.RunAsync("fails once").WaitAsync(Patience.Limit));
        if (takesCheckpoints) Assert.Null(end);
        else Assert.IsType<JobFailedException>(end);
        Assert.Equal(takesCheckpoints ? 2 : 1, calls);
    }
}
