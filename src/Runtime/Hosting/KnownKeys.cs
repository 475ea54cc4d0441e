using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace FlowActors.Runtime.Hosting;

/// <summary>Refuses keys below <c>flowactors</c> that the reference does not have: nothing would ever read them.</summary>
internal static class KnownKeys
{
    private const string Root = "flowactors";

    /// <summary>Looks at all keys of the configuration.</summary>
    /// <exception cref="JobValidationException">
    /// There are unknown ones; the message names all of them, each with the known one that is most like it.
    /// </exception>
    public static void Check(Config config, Config reference)
    {
        if (Section(config) is not { } section) return;
        var known = Section(reference)!;
        var unknown = Unknown(section, known, Root).ToArray();
        if (unknown.Length == 0) return;
        var names = Leaves(known, Root).ToArray();
        var closest = unknown.Select(key => $"{key} (did you mean {Closest(key, names)}?)");
        throw new JobValidationException(
            $"The configuration has {(unknown.Length == 1 ? "a setting" : "settings")} that FlowActors does not know: " +
            $"{string.Join(", ", closest)}. Correct or remove {(unknown.Length == 1 ? "it" : "them")}; hocon/reference.conf names all settings.");
    }

    /// <summary>A key of the section, if it is one; else the key of that name in another section, else the one spelled most alike.</summary>
    private static string Closest(string key, IReadOnlyList<string> names)
    {
        if (names.FirstOrDefault(n => n.StartsWith(key + ".", StringComparison.Ordinal)) is { } inside) return inside;
        var name = key[key.LastIndexOf('.')..];
        var sameName = names.Where(n => n.EndsWith(name, StringComparison.Ordinal)).ToArray();
        return (sameName.Length > 0 ? sameName : names).MinBy(n => EditDistance.Between(key, n))!;
    }

    private static HoconObject? Section(Config config) =>
        !config.IsEmpty && config.GetValue(Root) is { } value && value.IsObject() ? value.GetObject() : null;

    private static IEnumerable<string> Unknown(HoconObject section, HoconObject known, string path)
    {
        var isDispatcher = DispatcherKeys.IsDispatcher(known);
        foreach (var (key, value) in section.Items)
        {
            var child = $"{path}.{key}";
            if (known.Items.TryGetValue(key, out var same))
            {
                if (!value.IsObject())
                {
                    if (same.IsObject()) yield return child;
                    continue;
                }

                foreach (var unknown in same.IsObject() ? Unknown(value.GetObject(), same.GetObject(), child) : Leaves(value.GetObject(), child))
                    yield return unknown;
            }
            else if (!isDispatcher || !DispatcherKeys.Allow(key, section, known))
            {
                foreach (var leaf in value.IsObject() ? Leaves(value.GetObject(), child) : [child]) yield return leaf;
            }
        }
    }

    /// <summary>The paths of all values; an empty section counts as one, so that it is told too.</summary>
    private static IEnumerable<string> Leaves(HoconObject section, string path) => section.Items.Count == 0
        ? [path]
        : section.Items.SelectMany(item => item.Value.IsObject() ? Leaves(item.Value.GetObject(), $"{path}.{item.Key}") : [$"{path}.{item.Key}"]);
}
