using FlowActors.Runtime.Control;
using FlowActors.Runtime.Control.Coordination;
using FlowActors.Runtime.Control.Management;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Protocols;
using FlowActors.Runtime.Transport;
using static FlowActors.Runtime.Control.Management.JobManagerEvents;

namespace FlowActors.Runtime.Tests.Control;

public sealed class DirectoryTests
{
    [Fact]
    public void Only_so_many_ended_jobs_are_remembered_and_every_running_one()
    {
        var jobs = new JobDirectory(2, _ => false);
        var ids = Enumerable.Range(0, 5).Select(_ => JobId.Create()).ToList();
        foreach (var id in ids) jobs.Apply(new JobListed(Spec(id), Shape));
        foreach (var id in ids.Take(3)) jobs.Apply(new JobClosed(id, JobStatus.Finished));
        Assert.Equal([ids[0]], jobs.Surplus);
        jobs.Apply(new JobForgotten(ids[0]));
        Assert.Empty(jobs.Surplus);
        Assert.Equal(ids.Skip(1), jobs.All.Select(j => j.Job.Id));
        Assert.Null(jobs.Find(ids[0]));
        Assert.Null(jobs.Find(ids[4])!.End);
    }

    [Fact]
    public void A_job_that_somebody_holds_is_remembered_however_many_have_ended_since()
    {
        var ids = Enumerable.Range(0, 5).Select(_ => JobId.Create()).ToList();
        var held = new HashSet<JobId> { ids[0], ids[1] };
        var jobs = new JobDirectory(1, held.Contains);
        foreach (var id in ids)
        {
            jobs.Apply(new JobListed(Spec(id), Shape));
            jobs.Apply(new JobClosed(id, JobStatus.Failed));
        }

        Assert.Equal([ids[2], ids[3]], jobs.Surplus);
        held.Clear();
        Assert.Equal(ids.SkipLast(1), jobs.Surplus);
    }

    [Fact]
    public void What_is_remembered_is_read_from_the_decisions_that_stand_for_it_once_or_behind_those_they_replace()
    {
        var ids = Enumerable.Range(0, 6).Select(_ => JobId.Create()).ToList();
        var written = ids.SelectMany(id => (IManagerEvent[])[new JobListed(Spec(id), Shape), new JobClosed(id, JobStatus.Cancelled)]).SkipLast(1)
            .Concat(ids.Take(3).Select(id => new JobForgotten(id))).Prepend(new ManagerStarted(3)).ToList();
        var jobs = Replay(written);
        Assert.Equal(ids.Skip(3), jobs.All.Select(j => j.Job.Id));
        Assert.Equal(Lines(jobs), Lines(Replay(jobs.Decisions)));
        Assert.Equal(Lines(jobs), Lines(Replay(written.Concat(jobs.Decisions))));
    }

    [Fact]
    public void A_cluster_has_only_so_many_nodes()
    {
        var nodes = new NodeDirectory();
        for (var i = 0; i < ControlLimits.NodesMax; i++) Assert.Null(nodes.Add(Node($"n{i}")));
        Assert.Contains($"{ControlLimits.NodesMax} nodes", nodes.Add(Node("one more")), StringComparison.Ordinal);
        Assert.Null(nodes.Add(Node("n0")));
    }

    [Fact]
    public void A_node_with_more_to_say_than_fits_into_a_message_is_refused_before_it_joins()
    {
        var host = Assert.Throws<JobValidationException>(
            () => NodeInfoCheck.Check(new NodeInfo("n", "run", new DataEndpoint(new string('h', 254), 1), 1, new Dictionary<string, string>())));
        Assert.Contains("flowactors.node.host has 254 characters", host.Message, StringComparison.Ordinal);
        var jobs = Enumerable.Range(0, 1000).ToDictionary(i => $"registered under the number {i}", _ => "0123456789abcdef0123456789abcdef");
        var error = Assert.Throws<JobValidationException>(() => NodeInfoCheck.Check(Node("n") with { Jobs = jobs }));
        Assert.Contains("1000 registered jobs", error.Message, StringComparison.Ordinal);
        NodeInfoCheck.Check(Node("n") with { Jobs = jobs.Take(500).ToDictionary() });
    }

    [Fact]
    public void A_node_that_does_not_share_the_data_folder_is_refused()
    {
        var ours = new StorageIdentity("1", "/shared", "machine");
        var nodes = new NodeDirectory(ours);
        Assert.Contains("it has no data folder, but the other nodes share '/shared'", nodes.Add(Node("a")), StringComparison.Ordinal);
        Assert.Contains("'/other' is another one than '/shared'", nodes.Add(Node("a") with { Storage = new StorageIdentity("2", "/other", "machine") }), StringComparison.Ordinal);
        Assert.Contains("SQLite", nodes.Add(Node("a") with { Storage = ours with { Path = "/mounted", Machine = "another" } }), StringComparison.Ordinal);
        Assert.Empty(nodes.All);
        Assert.Null(nodes.Add(Node("a") with { Storage = ours with { Path = "/mounted" } }));
        Assert.Null(new NodeDirectory().Add(Node("a")));
    }

    [Fact]
    public void A_journal_in_postgresql_is_the_same_for_all_nodes_and_its_nodes_may_be_on_any_machine()
    {
        var file = new StorageIdentity("1", "/shared", "machine");
        var ours = file with { Journal = "j" };
        var nodes = new NodeDirectory(ours);
        Assert.Null(nodes.Add(Node("a") with { Storage = ours with { Machine = "another" } }));
        Assert.Contains("its journal is an SQLite database in the data folder", nodes.Add(Node("b") with { Storage = file }), StringComparison.Ordinal);
        Assert.Contains("its journal is another PostgreSQL database", nodes.Add(Node("b") with { Storage = ours with { Journal = "k" } }), StringComparison.Ordinal);
        Assert.Contains("is another one than '/shared'", nodes.Add(Node("b") with { Storage = ours with { Id = "2" } }), StringComparison.Ordinal);
        Assert.Contains("its journal is in PostgreSQL, but", new NodeDirectory(file).Add(Node("b") with { Storage = ours }), StringComparison.Ordinal);
        Assert.Contains("flowactors.journal.provider = postgresql", new NodeDirectory(file).Add(Node("b") with { Storage = file with { Machine = "another" } }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_that_speaks_another_protocol_is_refused_and_one_of_another_version_is_not()
    {
        var nodes = new NodeDirectory(version: new NodeVersion("2.1.0", 7));
        var refusal = nodes.Add(Node("a") with { Version = new NodeVersion("3.0.0", 8) });
        Assert.StartsWith("it is FlowActors 3.0.0 with protocol 8, but the other nodes are FlowActors 2.1.0 with protocol 7", refusal, StringComparison.Ordinal);
        Assert.Contains("does not tell its version, but the other nodes are FlowActors 2.1.0 with protocol 7", nodes.Add(Node("a")), StringComparison.Ordinal);
        Assert.Empty(nodes.All);
        Assert.Null(nodes.Add(Node("a") with { Version = new NodeVersion("2.0.9", 7) }));
    }

    private static JobDirectory Replay(IEnumerable<IManagerEvent> decisions)
    {
        var jobs = new JobDirectory(2, _ => false);
        foreach (var decision in decisions) jobs.Apply(decision);
        return jobs;
    }

    private static IEnumerable<(JobId Id, JobStatus? End)> Lines(JobDirectory jobs) => jobs.All.Select(j => (j.Job.Id, j.End));

    private static readonly JobShape Shape = new("hash", [1], RestartStrategy.None);

    private static JobSpec Spec(JobId id) => new(id, "job", null, new Dictionary<string, string>());

    private static NodeInfo Node(string name) => new(name, "run", new DataEndpoint("127.0.0.1", 1), 2, new Dictionary<string, string>());
}
