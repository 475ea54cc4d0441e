using System.Reflection;
using Akka.Configuration;
using FlowActors.Runtime.Hocon;

namespace FlowActors.Runtime.Hosting;

/// <summary>All keys that Akka's modules ship defaults for, and those that the engine sets for Akka.</summary>
internal static class AkkaReference
{
    private const string AkkaName = "Akka";

    // Sections that take from another what they do not set, without saying so in their reference.
    private static readonly (string[] Section, string[] From)[] Inheriting =
        [(["cluster", "sharding", "distributed-data"], ["cluster", "distributed-data"])];

    /// <summary>The section <c>akka</c> of all modules that the runtime uses or the application has loaded.</summary>
    public static HoconSection Load()
    {
        var used = Used(typeof(AkkaReference).Assembly, []);
        var loaded = AppDomain.CurrentDomain.GetAssemblies().Where(a => !a.IsDynamic && IsAkka(a.GetName()));
        var all = used.Union(loaded)
            .SelectMany(module => module.GetManifestResourceNames()
                .Where(name => name.EndsWith(".conf", StringComparison.Ordinal))
                .Select(name => ConfigurationFactory.FromResource(name, module)))
            .Select(AkkaConfig.Read)
            .Append(RuntimeConfiguration.Reference)
            .Select(root => root.Find(AkkaKeys.Root)).OfType<HoconSection>()
            .Aggregate((one, next) => one.MergedWith(next));
        return Inheriting.Aggregate(all, (section, pair) => section.MergedWith(At(pair.Section, (HoconSection)all.Find(pair.From)!)));
    }

    private static HoconSection At(string[] path, HoconSection section) => path.Reverse().Aggregate(
        section, (inner, name) => new HoconSection(inner.Origin, new Dictionary<string, HoconValue> { [name] = inner }));

    private static HashSet<Assembly> Used(Assembly assembly, HashSet<Assembly> found)
    {
        foreach (var module in assembly.GetReferencedAssemblies().Where(IsAkka).Select(Assembly.Load))
            if (found.Add(module)) Used(module, found);
        return found;
    }

    private static bool IsAkka(AssemblyName name) =>
        name.Name is AkkaName || name.Name?.StartsWith(AkkaName + ".", StringComparison.Ordinal) == true;
}
