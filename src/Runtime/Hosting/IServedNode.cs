using FlowActors.Runtime.Client;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Hosting;

/// <summary>What this process has of a cluster, one node or several, for whoever serves it to others. It may be asked for before the nodes have started.</summary>
internal interface IServedNode
{
    /// <summary>The way to the jobs; until the nodes have started it answers with <see cref="NodeNotStartedException"/>.</summary>
    JobExecutor Jobs { get; }

    /// <summary>The loggers of the node that is asked through: what they are told stands in its log, too, which others ask for.</summary>
    ILoggerFactory Loggers { get; }

    /// <summary>What the nodes are configured with.</summary>
    NodeConfiguration Configuration { get; }

    /// <summary>How they are served over HTTP.</summary>
    HttpSettings Http { get; }

    /// <summary>Where the folders of all jobs' checkpoints are; null where nothing is kept on disk.</summary>
    string? CheckpointFolder { get; }

    /// <summary>Whether all nodes of this process are members of the cluster, none of them on its way in or out.</summary>
    bool IsInCluster { get; }
}
