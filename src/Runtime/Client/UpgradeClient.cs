using FlowActors.Runtime.Checkpoints.Retention;
using FlowActors.Runtime.Control.Coordination;
using FlowActors.Runtime.Control.Management;
using FlowActors.Runtime.Control.Nodes;
using static FlowActors.Runtime.Control.Coordination.JobCoordinatorProtocol;
using static FlowActors.Runtime.Control.Nodes.NodeLookProtocol;

namespace FlowActors.Runtime.Client;

/// <summary>
/// Brings jobs to the build of the node that is asked through: the nodes with other builds of them leave, each after its slots stand still at a checkpoint, and the job manager that follows
/// on a node of this build goes on with the jobs from there by its own code. Thread-safe.
/// </summary>
internal sealed class UpgradeClient(ControlClient control, JobExecutor executor)
{
    /// <summary>Finds out what an upgrade would do; nothing is touched.</summary>
    /// <param name="job">The job.</param>
    /// <param name="with">The other jobs that may go over with it: all that run on the nodes that would leave, and have another build here.</param>
    /// <param name="cancellationToken">Gives the question up.</param>
    /// <exception cref="JobValidationException">It cannot be, and why.</exception>
    /// <exception cref="KeyNotFoundException">The job is not known.</exception>
    public async Task<UpgradePlan> PlanAsync(JobId job, IReadOnlyCollection<JobId> with, CancellationToken cancellationToken)
    {
        var check = control.Node.Takeover;
        var view = await executor.ViewAsync(job, cancellationToken).ConfigureAwait(false);
        if (view.Status.IsEnd()) throw new JobValidationException($"Job {job} is {view.Status}: there is nothing to go on with. Submit it anew, from its last savepoint where it has one.");
        if (view.Job.RegisteredName is not { } name) throw new JobValidationException($"Job {job} was written as lambdas in one process, which only that process has. Make it a class (IStreamJob) and register it by name.");
        if (check.Builds?.GetValueOrDefault(name) is not { } build)
            throw new JobValidationException($"The node that was asked has no build of job '{name}' of its own: ask a node of the build that the job is to run by.");
        var nodes = await executor.Nodes.ViewsAsync(cancellationToken).ConfigureAwait(false);
        var old = nodes.Where(n => n.Builds?.GetValueOrDefault(name) != build).ToList();
        if (old.Count == 0) throw new JobValidationException($"All nodes have this node's build of job '{name}' ({build}): there is nothing to go over to. Start nodes with the other build, and ask one of them.");
        if (view.Build == build)
            throw new JobValidationException($"Job '{view.Job.JobName}' ({job}) runs by this node's build of it already ({build}). Ask a node that has the other build (--at): GET /nodes tells the builds of all.");
        var moved = await MovedAsync(view, old, check.Builds, with, cancellationToken).ConfigureAwait(false);
        var slots = 0L;
        foreach (var one in moved) slots += await SlotsOfAsync(check, one, cancellationToken).ConfigureAwait(false);
        RefuseWithoutRoom(nodes.Except(old).ToList(), slots);
        return new UpgradePlan(build, [.. moved.Select(m => m.Job.Id)], [.. old.Select(n => n.Node)]);
    }

    /// <summary>Begins: the nodes are told to leave, which goes on by itself.</summary>
    /// <exception cref="JobValidationException">One of them cannot; those before it leave nevertheless.</exception>
    public async Task BeginAsync(UpgradePlan plan, CancellationToken cancellationToken)
    {
        foreach (var node in plan.Nodes)
            await executor.Nodes.DrainAsync(new JobManagerProtocol.DrainNode(node) { JobsGoOver = true }, cancellationToken).ConfigureAwait(false);
    }

    // What runs on the nodes that leave, and cannot stay with them.
    private async Task<IReadOnlyList<JobView>> MovedAsync(
        JobView asked, IReadOnlyList<NodeView> old, IReadOnlyDictionary<string, string> builds, IReadOnlyCollection<JobId> with, CancellationToken cancellationToken)
    {
        var moved = new List<JobView> { asked };
        foreach (var (id, _, status) in await executor.ListAsync(null, cancellationToken).ConfigureAwait(false))
        {
            if (id == asked.Job.Id || status.IsEnd()) continue;
            var other = await executor.ViewAsync(id, cancellationToken).ConfigureAwait(false);
            if (other.Job.RegisteredName is not { } name || old.All(n => n.Builds?.GetValueOrDefault(name) == builds.GetValueOrDefault(name))) continue;
            if (!with.Contains(id))
                throw new JobValidationException($"Job '{other.Job.JobName}' ({id}) runs by another build than this node's, too, on nodes that would leave: name it as one that goes over with this one (--with), or stop it first.");
            moved.Add(other);
        }

        return moved;
    }

    // The job goes on meanwhile, and its next checkpoints would take this one's place.
    private async Task<int> SlotsOfAsync(TakeoverCheck check, JobView job, CancellationToken cancellationToken)
    {
        try
        {
            using var leased = await executor.CheckpointState.LeaseAsync(job.Job.Id, null, cancellationToken).ConfigureAwait(false);
            return await leased.HoldAsync(Task.Run(() => check.Check(job.Job, leased.From), cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (CheckpointNotReadException e)
        {
            var what = e.Outcome == LeaseOutcome.None ? "has no checkpoint that another build could go on from: take one first, or stop it with a savepoint" : "stays as it is: its last checkpoint cannot be read now. Ask again in a moment";
            throw new JobValidationException($"Job '{job.Job.JobName}' ({job.Job.Id}) {what}.", e);
        }
        catch (JobValidationException e)
        {
            throw new JobValidationException($"Job '{job.Job.JobName}' ({job.Job.Id}) stays as it is. {e.Message}", e);
        }
    }

    private static void RefuseWithoutRoom(IReadOnlyList<NodeView> nodes, long slots)
    {
        if (!nodes.Any(n => NodeRoles.CanManage(n.Roles))) throw new JobValidationException("No node of this build has the role of a manager (flowactors.node.roles): start one.");
        var room = nodes.Sum(n => (long)(n.Slots ?? int.MaxValue));
        if (room < slots) throw new JobValidationException($"The nodes of this build take {room} slots, and the jobs have {slots} by it. Start another node of this build first.");
    }
}

/// <summary>What an upgrade does.</summary>
/// <param name="Build">The build that the jobs come to.</param>
/// <param name="Jobs">The jobs that go over, the one that was asked for first.</param>
/// <param name="Nodes">The Akka addresses of the nodes that leave.</param>
internal sealed record UpgradePlan(string Build, IReadOnlyList<JobId> Jobs, IReadOnlyList<string> Nodes);
