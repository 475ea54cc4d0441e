using Akka.Cluster;
using FlowActors.Runtime.Checkpoints.Folders;
using FlowActors.Runtime.Control;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Hosting;

/// <summary>
/// Has a node wait, before it may lead, while its data folder is another cluster's: two job managers would take the journal from each other, for ever. Whose cluster has the folder already does not
/// wait: of that cluster one that was frozen or cut off may still have its files open.
/// </summary>
internal sealed class FolderAdmission(DataFolder folder, Cluster cluster, ILogger log)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(500);
    private volatile string? _refusal;

    /// <summary>Why the node waits; null while it does not.</summary>
    public string? Refusal => _refusal;

    /// <summary>Completes when the node may lead, once it is a member of its cluster.</summary>
    public async Task WaitAsync()
    {
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.RegisterOnMemberUp(up.SetResult);
        await up.Task.ConfigureAwait(false);
        while (!TryEnter() && !cluster.IsTerminated) await Task.Delay(s_interval).ConfigureAwait(false);
    }

    private bool TryEnter()
    {
        var before = _refusal;
        _refusal = Refuse();
        if (_refusal is { } refusal && before is null) ControlLog.FolderOfOthers(log, cluster.SelfAddress.ToString(), refusal);
        return _refusal is null;
    }

    private string? Refuse()
    {
        var (self, members) = (cluster.SelfMember, cluster.State.Members);
        try
        {
            return folder.EnterCluster(JoinReport.NameOf(self.Address), self.UniqueAddress.Uid, members.Select(m => m.UniqueAddress.Uid).ToHashSet()) is { } other
                ? $"The data folder '{folder.Path}' is in use by another cluster, that of node {other}, which this node is no member of. Name a node of that cluster as seed (flowactors.node.seeds), or end " +
                  "its processes, or name another folder."
                : null;
        }
        catch (JobValidationException e)
        {
            return e.Message;
        }
    }
}
