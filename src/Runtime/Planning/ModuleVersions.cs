using System.Collections.Concurrent;
using System.Reflection;

namespace FlowActors.Runtime.Planning;

/// <summary>Which builds of assemblies a process runs, by their module version ids. Thread-safe.</summary>
internal static class ModuleVersions
{
    private static readonly string Framework = Path.GetDirectoryName(typeof(object).Assembly.Location) ?? "";
    private static readonly ConcurrentDictionary<Assembly, IReadOnlyList<string>> Known = new();

    /// <summary>
    /// The versions of assemblies and of those that they name: a lambda that makes a function stands in one assembly, and the
    /// function's class may stand in another. .NET's own do not count. Each once, in order.
    /// </summary>
    public static IReadOnlyList<string> Of(IEnumerable<Assembly> assemblies) =>
        [.. assemblies.Where(a => !IsOfFramework(a)).SelectMany(a => Known.GetOrAdd(a, WithNamed)).Distinct().Order(StringComparer.Ordinal)];

    private static IReadOnlyList<string> WithNamed(Assembly assembly) =>
        [.. assembly.GetReferencedAssemblies().Select(Find).OfType<Assembly>().Where(a => !IsOfFramework(a)).Append(assembly).Select(VersionOf)];

    private static string VersionOf(Assembly assembly) => $"{assembly.ManifestModule.Name} {assembly.ManifestModule.ModuleVersionId}";

    // What is named only by code that never runs may be missing.
    private static Assembly? Find(AssemblyName name)
    {
        if (Framework.Length > 0 && File.Exists(Path.Combine(Framework, name.Name + ".dll"))) return null;
        try
        {
            return Assembly.Load(name);
        }
        catch (Exception e) when (e is IOException or BadImageFormatException)
        {
            return null;
        }
    }

    private static bool IsOfFramework(Assembly assembly) =>
        assembly == typeof(object).Assembly || (Framework.Length > 0 && Path.GetDirectoryName(Location(assembly)) == Framework);

    // An assembly in memory has none.
    private static string Location(Assembly assembly) => assembly.IsDynamic ? "" : assembly.Location;
}
