using System.Net;
using FlowActors.Client.Jobs;
using FlowActors.Tests.Examples.CommandLine;

namespace FlowActors.Tests.Examples.Cluster;

/// <summary>A node that stands still and goes on, and all nodes at once, while jobs work: the rows are those that were published.</summary>
public sealed class LostNodesTests : IDisposable
{
    private const int EventsPerSecond = 20_000;
    private readonly TempFolder _folder = new();
    private readonly List<NodeProcess> _nodes = [];

    public void Dispose()
    {
        foreach (var node in _nodes) node.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_node_that_led_and_worked_and_stood_still_answers_nothing_when_it_goes_on_and_ends()
    {
        if (OperatingSystem.IsWindows()) return; // there no signal has a process stand still
        await StartAsync();
        using var client = _nodes[1].CreateClient();
        var jobs = await Task.WhenAll(ClusterJobs.SubmitAsync(client, "q17", "rocksdb", EventsPerSecond, _folder["q17"]), ClusterJobs.SubmitAsync(client, "q22", "memory", EventsPerSecond, _folder["q22"]));
        await UntilCheckpointsAsync(jobs);

        // That of the job manager, of the jobs' coordinators and of some of their slots.
        await _nodes[0].FreezeAsync(_folder["shared"]);
        // A job may start again for another reason on a busy machine, before the node is put out.
        await ClusterJobs.UntilAsync(async () => (await client.GetNodesAsync()).Count == 2);
        var attempts = await Task.WhenAll(jobs.Select(RunningAgainAsync));

        await _nodes[0].ContinueAsync();

        var end = _nodes[0].EndAsync();
        using var http = new HttpClient { BaseAddress = _nodes[0].Http };
        while (!end.IsCompleted) Assert.NotEqual(HttpStatusCode.OK, await StatusAsync(http, "jobs"));
        Assert.Equal(1, await end);
        Assert.Contains("was put out of its cluster", _nodes[0].Log, StringComparison.Ordinal);

        await AssertPublishedAsync(jobs);
        foreach (var (job, attempt) in jobs.Zip(attempts)) Assert.Equal(attempt, (await job.GetDetailsAsync()).Attempt);

        // The only seed that they all have begins no second cluster when it is back.
        _nodes.Add(NodeProcess.Start(_nodes[0].Port, _nodes[0].Http.Port, _nodes[0].Port, _folder["shared"]));
        await _nodes[^1].UntilReadyAsync();
        using var back = _nodes[^1].CreateClient();
        Assert.Equal(3, (await back.GetNodesAsync()).Count);
        await _nodes[^1].LoggedAsync("is the first of its seed nodes, but begins no cluster");
    }

    [Fact]
    public async Task Jobs_go_on_from_their_last_checkpoints_when_all_nodes_were_killed_and_are_started_in_another_order()
    {
        await StartAsync();
        RemoteJob[] jobs;
        using (var before = _nodes[1].CreateClient())
        {
            jobs = await Task.WhenAll(ClusterJobs.SubmitAsync(before, "q17", "rocksdb", EventsPerSecond, _folder["q17"]), ClusterJobs.SubmitAsync(before, "q22", "memory", EventsPerSecond, _folder["q22"]));
            await UntilCheckpointsAsync(jobs);
        }

        var killed = _nodes.ToList();
        await Task.WhenAll(killed.Select(node => node.KillAsync()));
        _nodes.AddRange(await NodeProcess.StartAsync([.. killed.AsEnumerable().Reverse().Select(node => (node.Port, node.Http.Port))], killed[0].Port, _folder["shared"]));
        using var client = _nodes[^1].CreateClient();
        jobs = [.. jobs.Select(job => client.Job(job.IdOrName))];
        await Task.WhenAll(jobs.Select(job => ClusterJobs.UntilAsync(async () => (await job.GetDetailsAsync()) is { Attempt: > 1, Restored: > 1 })));
        await AssertPublishedAsync(jobs);
    }

    private async Task StartAsync() => _nodes.AddRange(await NodeProcess.StartAsync(3, _folder["shared"]));

    private static async Task<int> RunningAgainAsync(RemoteJob job)
    {
        var attempt = 0;
        await ClusterJobs.UntilAsync(async () => (await job.GetDetailsAsync()) is { Status: "Running", Attempt: var now } && (attempt = now) > 1);
        return attempt;
    }

    private static Task UntilCheckpointsAsync(RemoteJob[] jobs) =>
        Task.WhenAll(jobs.Select(job => ClusterJobs.UntilAsync(async () => (await job.GetCheckpointsAsync()).Counts.Completed > 1)));

    private async Task AssertPublishedAsync(RemoteJob[] jobs)
    {
        await Task.WhenAll(jobs.Select(job => ClusterJobs.UntilAsync(async () => (await job.GetDetailsAsync()).Status == "Finished")));
        foreach (var query in (string[])["q17", "q22"]) await ClusterJobs.AssertPublishedAsync(query, _folder[query]);
    }

    private static async Task<HttpStatusCode?> StatusAsync(HttpClient http, string path)
    {
        try
        {
            using var response = await http.GetAsync(path);
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null; // its server has ended
        }
    }
}
