using System.Globalization;
using Akka.Actor;
using Akka.Cluster;
using FlowActors.Runtime.Checkpoints.Folders;
using FlowActors.Runtime.Control;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Hosting;

/// <summary>
/// How a node comes into its cluster by seeds. The first seed begins one, unless nodes live whose cluster uses the same data folder: it was lost, or drained, and is back, say. Then it joins
/// those. Akka asks the other seeds only, of which none need be in that cluster, or there may be none. If all of those go before it is in, it begins.
/// </summary>
internal sealed class ClusterEntry(DataFolder folder, Cluster cluster, ILogger log)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);
    private volatile IReadOnlyList<Address> _asked = [];

    /// <summary>The nodes that were asked last.</summary>
    public IReadOnlyList<Address> Asked => _asked;

    private string Self => cluster.SelfAddress.ToString();

    /// <summary>Begins to join.</summary>
    /// <param name="seeds">The seeds, at least one.</param>
    /// <exception cref="JobValidationException">The data folder cannot be used.</exception>
    public void Join(IReadOnlyList<Address> seeds)
    {
        if (seeds[0] != cluster.SelfAddress) Ask(seeds);
        else if (!TryBegin(seeds)) _ = FollowAsync(seeds);
    }

    private bool TryBegin(IReadOnlyList<Address> seeds)
    {
        // Names are hosts and ports; one of the same name as this node is the run of its process before, which ends.
        var self = JoinReport.NameOf(cluster.SelfAddress);
        var members = folder.ClusterMembers().Where(name => name != self && IsHostAndPort(name)).ToList();
        if (members.Count == 0)
        {
            Ask(seeds);
            return true;
        }

        var others = members.Select(name => Address.Parse($"{cluster.SelfAddress.Protocol}://{cluster.SelfAddress.System}@{name}")).ToList();
        if (!others.SequenceEqual(_asked))
        {
            ControlLog.JoinsFolder(log, Self, string.Join(", ", members));
            Ask(others);
        }

        return false;
    }

    // A very long name is cut in the folder.
    private static bool IsHostAndPort(string name) => ushort.TryParse(name.AsSpan(name.LastIndexOf(':') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private void Ask(IReadOnlyList<Address> nodes)
    {
        _asked = nodes;
        cluster.JoinSeedNodes(nodes);
    }

    // Those that it was told to join may be gone before it is in.
    private async Task FollowAsync(IReadOnlyList<Address> seeds)
    {
        var isIn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.RegisterOnMemberUp(isIn.SetResult);
        var over = Task.WhenAny(isIn.Task, cluster.System.WhenTerminated);
        while (await Task.WhenAny(over, Task.Delay(s_interval)).ConfigureAwait(false) != over)
        {
            try
            {
                if (TryBegin(seeds)) return;
            }
            catch (JobValidationException e)
            {
                ControlLog.FolderUnread(log, Self, e.Message);
            }
        }
    }
}
