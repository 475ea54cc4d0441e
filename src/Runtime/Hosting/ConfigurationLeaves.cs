using FlowActors.Runtime.Hocon;

namespace FlowActors.Runtime.Hosting;

/// <summary>The settings of a configuration one by one, as they may be shown.</summary>
internal static class ConfigurationLeaves
{
    /// <summary>What stands in place of a value that may be a secret.</summary>
    public const string Masked = "***";

    private static readonly string[] s_secrets = ["password", "read-keys", "admin-keys", "connection-string", "secret", "token"];

    /// <summary>All settings of the engine, by key.</summary>
    public static IEnumerable<ConfigurationLeaf> Of(NodeConfiguration configuration) => configuration.Root.Find(KnownKeys.Root) is HoconSection ours
        ? Of(KnownKeys.Root, ours).OrderBy(l => l.Key, StringComparer.Ordinal)
        : [];

    private static IEnumerable<ConfigurationLeaf> Of(string key, HoconValue value) => value is HoconSection section
        ? section.Values.SelectMany(v => Of($"{key}.{v.Key}", v.Value))
        : [new ConfigurationLeaf(key, IsSecret(key) ? Masked : TextOf(value), value.Origin)];

    private static bool IsSecret(string key) => Array.Exists(s_secrets, s => key.Contains(s, StringComparison.OrdinalIgnoreCase));

    private static string TextOf(HoconValue value) => value switch
    {
        HoconText text => text.Text,
        HoconList list => $"[{string.Join(", ", list.Items.Select(TextOf))}]",
        _ => value.Shown,
    };
}

/// <summary>One setting.</summary>
/// <param name="Key">Its whole key.</param>
/// <param name="Value">Its value, as it may be shown.</param>
/// <param name="Origin">Where it was written.</param>
internal sealed record ConfigurationLeaf(string Key, string Value, Origin Origin);
