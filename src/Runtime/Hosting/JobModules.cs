using System.Reflection;

namespace FlowActors.Runtime.Hosting;

/// <summary>Which build of the jobs' code a node runs.</summary>
internal static class JobModules
{
    /// <summary>The module version ids, by assembly name, of the assemblies that hold jobs, and of the runtime.</summary>
    public static IReadOnlyDictionary<string, string> Of(IEnumerable<Assembly> jobs) =>
        jobs.Append(typeof(JobModules).Assembly).Distinct()
            .ToDictionary(a => a.GetName().Name!, a => a.ManifestModule.ModuleVersionId.ToString("n"));
}
