using FlowActors.Client.Wire;

namespace FlowActors.Client.Jobs;

/// <summary>One job, asked over HTTP. Thread-safe; nothing is asked before a method is called, so there may be no such job.</summary>
public sealed partial class RemoteJob
{
    private readonly Rest _rest;

    internal RemoteJob(Rest rest, string idOrName)
    {
        _rest = rest;
        IdOrName = idOrName;
    }

    /// <summary>Its id, or its name: of several jobs with that name the last one that has not ended, or the last one.</summary>
    public string IdOrName { get; }

    // A path below that of the job: its segments, each of them escaped.
    private string Path(params string[] segments) => Rest.Path(["jobs", IdOrName, .. segments]);
}
