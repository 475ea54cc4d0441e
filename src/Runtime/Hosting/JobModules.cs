using System.Reflection;

namespace FlowActors.Runtime.Hosting;

/// <summary>Which builds of the engine and of its jobs a node has: by the ids that a compiler gives to what it makes, which are the same for the same source.</summary>
internal static class JobModules
{
    /// <summary>The module version id of the engine, by its assembly's name.</summary>
    public static IReadOnlyDictionary<string, string> Engine { get; } =
        new Dictionary<string, string> { [typeof(JobModules).Assembly.GetName().Name!] = BuildOf(typeof(JobModules).Assembly) };

    /// <summary>The build of each registered job, by its name: that of the assembly that registers it.</summary>
    public static IReadOnlyDictionary<string, string> Of(IEnumerable<HostedJob> jobs) => jobs.ToDictionary(j => j.Name, j => BuildOf(j.Assembly), StringComparer.Ordinal);

    private static string BuildOf(Assembly assembly) => assembly.ManifestModule.ModuleVersionId.ToString("n");
}
