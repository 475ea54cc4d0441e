using FlowActors.Graph;
using FlowActors.Files;
using FlowActors.Runtime.Hosting;
using Microsoft.Extensions.Logging;

namespace FlowActors;

/// <summary>How an embedded host is started.</summary>
public sealed class EmbeddedOptions
{
    /// <summary>The most nodes that an embedded host can have.</summary>
    public const int NodesMax = 64;

    internal List<KeyValuePair<string, Func<IStreamJob>>> Jobs { get; } = [];

    /// <summary>Where the data folder is; another one than the machine's in tests that fail, tear or end the process at a call.</summary>
    internal IFileSystem Files { get; init; } = new LocalFileSystem();

    /// <summary>How many nodes the host has, all in this process, joined over loopback: 1, the default, to <see cref="NodesMax"/>.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>
    /// The folder that jobs are written down in; made when it is not there, used by one process at a time. Null (default) keeps
    /// everything in memory.
    /// </summary>
    public string? DataFolder { get; init; }

    /// <summary>
    /// Whether registered jobs of earlier runs on the same data folder go on by themselves, from their last checkpoint and by their present code. Default:
    /// true; false leaves them <see cref="JobStatus.Suspended"/> until <see cref="FlowActorsHost.ResumeAsync"/>.
    /// </summary>
    public bool ResumesJobs { get; init; } = true;

    /// <summary>
    /// Where logs go; the host does not dispose of it. Default: warnings and errors to standard error. Whatever is set here, a job
    /// that fails while nobody awaits its end is told there, once.
    /// </summary>
    public ILoggerFactory LoggerFactory { get; init; } = StandardErrorLog.Instance;

    /// <summary>
    /// Settings in HOCON that come before the defaults; <c>hocon/reference.conf</c> names them all. When the host starts, text
    /// that is not HOCON is refused, and so is a key that nobody reads. <c>include "path"</c> takes a file, looked for from the
    /// working directory; <c>${NAME}</c> and <c>${?NAME}</c> take another key or an environment variable. Null (default) for none.
    /// </summary>
    public string? Configuration { get; init; }

    /// <summary>What new programs start with.</summary>
    public JobSettings DefaultSettings { get; init; } = new();

    /// <summary>
    /// The clock of the jobs: processing time as functions and operators see it, by <see cref="Functions.IRuntimeContext.Time"/>. For
    /// tests, which set one that they move themselves; it must be thread-safe, and its timers may fire on any thread. The engine's own
    /// intervals and limits go by the system's clock whatever stands here. Default: the system's.
    /// </summary>
    public TimeProvider JobTime { get; init; } = TimeProvider.System;

    /// <summary>Registers a job by name.</summary>
    /// <returns>These options.</returns>
    public EmbeddedOptions AddJob<TJob>(string name)
        where TJob : IStreamJob, new() => AddJob(name, () => new TJob());

    /// <summary>Registers a job by name.</summary>
    /// <param name="name">The name, used once.</param>
    /// <param name="create">Makes the job; called whenever a graph is built, from any thread.</param>
    /// <returns>These options.</returns>
    public EmbeddedOptions AddJob(string name, Func<IStreamJob> create)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(create);
        Jobs.Add(new(name, create));
        return this;
    }
}
