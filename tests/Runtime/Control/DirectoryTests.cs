using FlowActors.Runtime.Control;
using FlowActors.Runtime.Transport;
using static FlowActors.Runtime.Control.JobManagerProtocol;

namespace FlowActors.Runtime.Tests.Control;

public sealed class DirectoryTests
{
    [Fact]
    public void Only_so_many_ended_jobs_are_remembered_and_every_running_one()
    {
        var jobs = new JobDirectory(2);
        var ids = Enumerable.Range(0, 5).Select(_ => JobId.Create()).ToList();
        foreach (var id in ids) jobs.Apply(new JobListed(Spec(id)));
        var forgotten = ids.Take(3).SelectMany(id => jobs.Apply(new JobClosed(id, JobStatus.Finished))).ToList();
        Assert.Equal([ids[0]], forgotten);
        Assert.Equal(ids.Skip(1), jobs.All.Select(j => j.Job.Id));
        Assert.Null(jobs.Find(ids[0]));
        Assert.Null(jobs.Find(ids[4])!.End);
    }

    [Fact]
    public void A_node_with_another_build_of_a_jobs_assembly_is_refused()
    {
        var nodes = new NodeDirectory();
        Assert.Null(nodes.Add(Node("a", ("Jobs", "1"), ("OnlyHere", "1"))));
        var reason = nodes.Add(Node("b", ("Jobs", "2")));
        Assert.Contains("assembly Jobs is build 2, but node a runs build 1", reason, StringComparison.Ordinal);
        Assert.False(nodes.Contains("b"));
        Assert.Null(nodes.Add(Node("c", ("Jobs", "1"))));
        Assert.Equal(2, nodes.Cores.Count);
    }

    private static JobSpec Spec(JobId id) => new(id, "job", null, new Dictionary<string, string>());

    private static NodeInfo Node(string name, params (string Assembly, string Version)[] modules) =>
        new(name, new DataEndpoint("127.0.0.1", 1), 2, modules.ToDictionary(m => m.Assembly, m => m.Version));
}
