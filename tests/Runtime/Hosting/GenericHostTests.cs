using FlowActors.Runtime.Tests.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FlowActors.Runtime.Tests.Hosting;

[Collection("cluster")]
public sealed class GenericHostTests
{
    [Fact]
    public async Task Services_run_programs_while_the_host_runs()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddFlowActors();
        using var host = builder.Build();
        await host.StartAsync();
        var env = host.Services.GetRequiredService<StreamExecutionEnvironment>().SetParallelism(1);
        Assert.NotSame(env, host.Services.GetRequiredService<StreamExecutionEnvironment>());
        var sum = 0L;
        env.FromSequence(1, 10).ForEach(x => Interlocked.Add(ref sum, x));
        await (await env.ExecuteAsync("sum")).WaitForEndAsync().WaitAsync(Patience.Limit);
        Assert.Equal(55, sum);
        await host.StopAsync().WaitAsync(Patience.Limit);
    }

    [Fact]
    public async Task A_program_that_runs_is_cancelled_as_the_host_stops()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddFlowActors();
        using var host = builder.Build();
        await host.StartAsync();
        using var block = new Block();
        var env = host.Services.GetRequiredService<StreamExecutionEnvironment>().SetParallelism(1);
        env.FromSequence(1, 1).ForEach(block.Wait);
        await env.ExecuteAsync("blocks");
        await block.Reached(1);
        await host.StopAsync().WaitAsync(Patience.Limit);
        await Assert.ThrowsAsync<ThreadInterruptedException>(() => block.End.WaitAsync(Patience.Limit));
    }

    [Fact]
    public async Task Nothing_of_its_state_is_left_on_its_disk_when_the_host_has_ended()
    {
        var folder = Directory.CreateTempSubdirectory("flowactors-").FullName;
        try
        {
            var builder = Host.CreateEmptyApplicationBuilder(null);
            builder.Services.AddFlowActors(node => node.Configuration = $"flowactors.state {{ memory = 4MiB, local-dirs = [\"{folder}\"] }}");
            using (var host = builder.Build())
            {
                await host.StartAsync();
                var env = host.Services.GetRequiredService<StreamExecutionEnvironment>().SetParallelism(2).SetStateBackend("rocksdb").EnableCheckpointing(TimeSpan.FromHours(1));
                env.Generate<long>(null, i => i, recordsPerSecond: 20_000).KeyBy(x => x % 1_000).Count().Discard();
                var job = await env.ExecuteAsync("counts");
                while (await job.GetStatusAsync() != JobStatus.Running) await Task.Yield();
                for (var i = 0; i < 3; i++) await job.TriggerCheckpointAsync().WaitAsync(Patience.Limit);
                Assert.Contains(Directory.EnumerateFiles(folder, "*.sst", SearchOption.AllDirectories), file => file.Contains("-links", StringComparison.Ordinal));
                await host.StopAsync().WaitAsync(Patience.Limit);
            }

            Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Before_the_start_jobs_are_refused()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddFlowActors();
        using var host = builder.Build();
        var env = host.Services.GetRequiredService<StreamExecutionEnvironment>();
        env.FromElements(1).Discard();
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => env.ExecuteAsync("early"));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("")]
    [InlineData("akka.tcp://other@10.0.0.1:4053")]
    [InlineData("akka.tcp://flowactors@10.0.0.1")]
    [InlineData("akka.tcp://flowactors@10.0.0.1:0")]
    [InlineData("http://flowactors@10.0.0.1:4053")]
    [InlineData("akka.tcp://flowactors")]
    public void A_seed_node_that_is_no_address_is_told(string seed)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddFlowActors(o => o.SeedNodes.Add(seed));
        using var host = builder.Build();
        var error = Assert.Throws<JobValidationException>(() => host.Services.GetRequiredService<IJobExecutor>());
        Assert.Contains($"The seed node '{seed}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_are_set_after_an_await_are_refused()
    {
        Action<FlowActorsOptions> configure = async _ => await Task.Yield();
        var error = Assert.Throws<ArgumentException>(() => Host.CreateEmptyApplicationBuilder(null).Services.AddFlowActors(configure));
        Assert.Contains("synchronous function", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_setting_is_told()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddFlowActors(o => o.Configuration = "flowactors.node.port = many");
        using var host = builder.Build();
        var error = Assert.Throws<JobValidationException>(() => host.Services.GetRequiredService<IJobExecutor>());
        Assert.Contains("flowactors.node.port", error.Message, StringComparison.Ordinal);
    }
}
