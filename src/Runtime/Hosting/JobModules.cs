using System.Reflection;

namespace FlowActors.Runtime.Hosting;

/// <summary>Which build of the jobs' code a node runs.</summary>
internal static class JobModules
{
    /// <summary>The module version ids, by assembly name, of the assemblies that register jobs, and of the application itself.</summary>
    public static IReadOnlyDictionary<string, string> Of(IEnumerable<Delegate> factories)
    {
        var assemblies = factories.Select(f => f.Method.Module.Assembly).Append(Assembly.GetEntryAssembly()).OfType<Assembly>().Distinct();
        return assemblies.ToDictionary(a => a.GetName().Name!, a => a.ManifestModule.ModuleVersionId.ToString("n"));
    }
}
