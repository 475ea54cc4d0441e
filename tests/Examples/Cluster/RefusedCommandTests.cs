using FlowActors.Client;
using FlowActors.Client.Jobs;
using FlowActors.Tests.Examples.CommandLine;
using Command = FlowActors.Tests.Examples.CommandLine.Examples;

namespace FlowActors.Tests.Examples.Cluster;

/// <summary>What the commands say of what cannot be done on a node where a job runs, and that the job does not feel it.</summary>
public sealed class RefusedCommandTests : IDisposable
{
    private const int Shards = 8;
    private readonly TempFolder _folder = new();
    private readonly int[] _ports = FreePorts.Take(4);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Jobs_arguments_parallelism_and_nodes_that_there_are_not_are_told_and_so_are_a_second_cluster_and_a_port_in_use()
    {
        using var stop = new CancellationTokenSource();
        var settings = _folder.Write("node.conf", $"flowactors.sharding.shards = {Shards}");
        var node = Command.RunAsync(["node", "--port", $"{_ports[0]}", "--http", $"{_ports[1]}", "--data", _folder["shared"], "--savepoints", _folder["savepoints"], "--config", settings], stop.Token);
        using var client = new FlowActorsClient(new Uri($"http://127.0.0.1:{_ports[1]}"));
        await UntilServedAsync(client, node);
        var job = await ClusterJobs.SubmitAsync(client, "q17", "memory", 1_000, _folder["q17"]);
        await ClusterJobs.UntilAsync(async () => (await job.GetDetailsAsync()) is { Status: "Running", Checkpoint: > 0 });

        await RefusedAsync("job run unheard", "There is no job named 'unheard'; registered are: ");
        await RefusedAsync("job run nexmark", "The job needs the argument 'query', which was not given");
        await RefusedAsync("job run nexmark --arg query=q99", "The job's argument 'query' is 'q99', but must be one of q0, q1, ");
        foreach (var (name, known) in ((string, string)[])[("nexmark --arg query=q17", "query, seed, events"), ("wordcount --arg input=x", "input, parallelism"), ("demo", "rate, state, parallelism")])
            await RefusedAsync($"job run {name} --arg colour=red", $"The job has no argument 'colour': it has {known}");
        await RefusedAsync("job run nexmark --arg query=q17 --arg from-savepoint=half", "begins with a savepoint by 'job run --from half'");
        await RefusedAsync("job run nexmark --arg query=q17 --arg rate=0", "The job's argument 'rate' is '0', but must be a whole number from 1 to ");
        await RefusedAsync("job run nexmark --arg query=q17 --parallelism 40000", "A parallelism of 40000 is not possible: it must be between 1 and 32768.");
        await RefusedAsync($"job run nexmark --arg query=q17 --parallelism {Shards + 1}", $"The job needs {Shards + 1} slots, but the cluster has {Shards}. Lower the parallelism, or raise flowactors.sharding.shards on all nodes");
        await RefusedAsync($"job run nexmark --arg query=q17 --parallelism {Shards}", $"The job needs {Shards} slots, but the jobs that run have left fewer of the {Shards} there are.");
        await RefusedAsync($"job rescale {job.IdOrName} --parallelism {Shards + 1}", $"The job needs {Shards + 1} slots, but the cluster has {Shards}.");
        await RefusedAsync($"job rescale {job.IdOrName} --parallelism 129", "129");
        await RefusedAsync($"job rescale {job.IdOrName} --parallelism 40000", "A parallelism of 40000 is not possible: it must be between 1 and 32768.");
        await RefusedAsync("job rescale nobody --parallelism 2", "There is no such job");
        await RefusedAsync("node drain 127.0.0.1:1", "There is no node '127.0.0.1:1' in the cluster.");
        await RefusedAsync($"node drain 127.0.0.1:{_ports[0]}", "is the last one that takes subtasks: there is none that its slots could go to. Start another one first");
        await RefusedAsync(
            $"node --port {_ports[2]} --seed 127.0.0.1:{_ports[0]} --http {_ports[1]} --data {_folder["shared"]} --config {settings}",
            $"The HTTP port {_ports[1]} of 127.0.0.1 cannot be used: ", "Choose another one (flowactors.http.port)");

        var (exitCode, savepoint, _) = await Command.RunAsync($"job savepoint {job.IdOrName} first --at http://127.0.0.1:{_ports[1]}");
        Assert.Equal((0, $"savepoint={Path.Join(_folder["savepoints"], "first")}"), (exitCode, savepoint.TrimEnd()));
        await RefusedAsync($"job savepoint {job.IdOrName} {_folder["elsewhere"]}", "is not below one of the folders that flowactors.http.savepoint-folders names");
        Assert.Equal((1, 3), await StandingOf(job));
        Assert.Single(await client.GetNodesAsync());
        await client.Job(job.IdOrName).CancelAsync();
        await stop.CancelAsync();
        Assert.Equal(0, (await node).ExitCode);
    }

    private static async Task<(int Attempt, int? Parallelism)> StandingOf(RemoteJob job)
    {
        var checkpoint = (await job.GetDetailsAsync()).Checkpoint;
        await ClusterJobs.UntilAsync(async () => (await job.GetDetailsAsync()) is { Status: "Running", Checkpoint: var next } && next > checkpoint);
        var details = await job.GetDetailsAsync();
        return (details.Attempt, details.Parallelism);
    }

    private async Task RefusedAsync(string command, params string[] expected)
    {
        var at = command.StartsWith("node --", StringComparison.Ordinal) ? "" : $" --at http://127.0.0.1:{_ports[1]}";
        var (exitCode, output, error) = await Command.RunAsync($"{command}{at}");
        Assert.Equal((command, 1, ""), (command, exitCode, output));
        Assert.All(expected, text => Assert.Contains(text, error, StringComparison.Ordinal));
    }

    private static async Task UntilServedAsync(FlowActorsClient client, Task node)
    {
        while (!node.IsCompleted)
        {
            try
            {
                await client.GetNodesAsync();
                return;
            }
            catch (FlowActorsClientException)
            {
                // It only starts.
            }
        }

        Assert.Fail("The node has ended.");
    }
}
