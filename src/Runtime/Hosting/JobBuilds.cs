namespace FlowActors.Runtime.Hosting;

/// <summary>Which builds of jobs a node has: by the ids that a compiler gives to what it makes, which are the same for the same source.</summary>
internal static class JobBuilds
{
    /// <summary>The build of each registered job, by its name: that of the assembly that registers it.</summary>
    public static IReadOnlyDictionary<string, string> Of(IEnumerable<HostedJob> jobs) => jobs.ToDictionary(j => j.Name, j => j.Assembly.ManifestModule.ModuleVersionId.ToString("n"), StringComparer.Ordinal);
}
