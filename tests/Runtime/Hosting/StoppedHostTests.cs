using FlowActors.Runtime.Tests.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FlowActors.Runtime.Tests.Hosting;

/// <summary>Whatever is asked of a host that was stopped is answered at once, and so is what was asked before.</summary>
[Collection("cluster")]
public sealed class StoppedHostTests
{
    // Long enough to fail the test for whoever waits for it.
    private const string Patient = "flowactors.client { retry-interval = 1h, timeout = 1h }";

    [Fact]
    public async Task Every_call_of_a_stopped_host_says_that_it_was_stopped()
    {
        var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Configuration = Patient }.AddJob<Program>("job"));
        var env = host.CreateEnvironment();
        env.FromElements(1).Discard();
        var job = await env.ExecuteAsync("one");
        await job.WaitForEndAsync().WaitAsync(Patience.Limit);
        await host.DisposeAsync();
        foreach (var call in (Func<Task>[])
        [
            () => job.GetStatusAsync(), () => job.CancelAsync(), () => job.WaitForEndAsync(), () => job.GetAccumulatorsAsync(),
            () => job.GetMetricsAsync(), () => job.GetExceptionsAsync(), () => host.SubmitAsync("job"), () => host.GetJobsAsync(),
            () => ExecuteAsync(host.CreateEnvironment()), () => ExecuteAsync(new StreamExecutionEnvironment(host.Executor)),
        ])
        {
            var error = await Assert.ThrowsAsync<ObjectDisposedException>(() => call().WaitAsync(Patience.Limit));
            Assert.Contains("The host was stopped", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_call_that_is_under_way_ends_with_the_host()
    {
        var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Configuration = Patient });
        using var block = new Block();
        var env = host.CreateEnvironment().SetParallelism(1);
        env.FromElements(1).ForEach(_ => block.Wait(0));
        var job = await env.ExecuteAsync("blocks");
        await block.Reached(1);
        var end = job.WaitForEndAsync();
        await host.Cluster.TerminateAsync().WaitAsync(Patience.Limit);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => end.WaitAsync(Patience.Limit));
    }

    [Fact]
    public async Task Who_waits_for_a_job_that_is_cancelled_by_the_stop_hears_so()
    {
        var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Configuration = Patient + "\nflowactors.lifecycle.dispose-timeout = 1h" });
        var env = host.CreateEnvironment().SetParallelism(1);
        env.Generate(null, i => i).Discard();
        var end = (await env.ExecuteAsync("unbounded")).WaitForEndAsync();
        await host.DisposeAsync().AsTask().WaitAsync(Patience.Limit);
        await Assert.ThrowsAsync<JobCancelledException>(() => end.WaitAsync(Patience.Limit));
    }

    [Fact]
    public async Task A_token_of_the_caller_still_ends_the_call_as_a_cancellation()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Configuration = Patient });
        using var block = new Block();
        var env = host.CreateEnvironment().SetParallelism(1);
        env.FromElements(1).ForEach(_ => block.Wait(0));
        var job = await env.ExecuteAsync("blocks");
        using var cancellation = new CancellationTokenSource();
        var end = job.WaitForEndAsync(cancellation.Token);
        await cancellation.CancelAsync();
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => end.WaitAsync(Patience.Limit));
        Assert.Equal(cancellation.Token, error.CancellationToken);
    }

    [Fact]
    public async Task Services_of_a_generic_host_that_was_stopped_say_so_too()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddFlowActors(o => o.Configuration = Patient);
        using var host = builder.Build();
        await host.StartAsync();
        var env = host.Services.GetRequiredService<StreamExecutionEnvironment>();
        env.FromElements(1).Discard();
        var job = await env.ExecuteAsync("one");
        await job.WaitForEndAsync().WaitAsync(Patience.Limit);
        var later = host.Services.GetRequiredService<StreamExecutionEnvironment>();
        await host.StopAsync().WaitAsync(Patience.Limit);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => job.GetStatusAsync().WaitAsync(Patience.Limit));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => ExecuteAsync(later).WaitAsync(Patience.Limit));
    }

    private static Task<IJobClient> ExecuteAsync(StreamExecutionEnvironment env)
    {
        env.FromElements(1).Discard();
        return env.ExecuteAsync("late");
    }

    private sealed class Program : IStreamJob
    {
        public void Build(StreamExecutionEnvironment env, JobArguments arguments) => env.FromElements(1).Discard();
    }
}
