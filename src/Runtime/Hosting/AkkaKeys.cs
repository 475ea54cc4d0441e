using FlowActors.Runtime.Hocon;

namespace FlowActors.Runtime.Hosting;

/// <summary>
/// Finds keys below <c>akka</c> that none of Akka's modules reads. Sections that no module knows are a plugin's, unless they look
/// like a known one that was misspelt.
/// </summary>
internal static class AkkaKeys
{
    public const string Root = "akka";

    // Sections whose keys, at any depth, an application or a plugin makes up.
    private static readonly HashSet<string> Open =
    [
        "akka.actor.deployment", "akka.actor.serializers", "akka.actor.serialization-bindings", "akka.actor.serialization-identifiers",
        "akka.actor.serialization-settings", "akka.actor.mailbox", "akka.cluster.role", "akka.coordinated-shutdown.phases",
        "akka.persistence.journal", "akka.persistence.snapshot-store", "akka.persistence.query", "akka.discovery",
    ];

    // What the engine sets from keys of its own; by other values Akka would listen elsewhere than those keys say.
    private static readonly Dictionary<string, string> Derived = new()
    {
        ["akka.remote.dot-netty.tcp.hostname"] = "flowactors.node.host",
        ["akka.remote.dot-netty.tcp.port"] = "flowactors.node.port",
    };

    // What TLS sets, on both planes alike; by Akka's keys one of them would be without.
    private static readonly string[] s_tls = ["akka.remote.dot-netty.tcp.enable-ssl", "akka.remote.dot-netty.tcp.ssl"];

    // Read by Akka, but in none of its references.
    private static readonly HashSet<string> Unlisted = ["log-transport", "enable-pooling", "external-shard-allocation-strategy", "certificate"];

    private static readonly Lazy<HoconSection> Loaded = new(AkkaReference.Load);
    private static readonly Lazy<KeyNames> LoadedNames = new(() => new KeyNames(Loaded.Value, Root));

    public static KeyNames Names => LoadedNames.Value;

    /// <summary>Looks at all keys that an application has set.</summary>
    public static IEnumerable<UnreadKey> Unread(HoconSection configuration)
    {
        var path = HoconPath.Root / Root;
        return configuration.Find(Root) is { } akka && KeyNames.Leaves(akka, path).Any(leaf => !leaf.Value.Origin.IsShipped)
            ? Unknown(akka, Loaded.Value, path, isOpen: false)
            : [];
    }

    /// <summary>Refuses keys of Akka that the engine sets from its own.</summary>
    /// <exception cref="JobValidationException">An application has set one.</exception>
    public static void CheckDerived(HoconSection configuration)
    {
        foreach (var (key, ours) in Derived)
        {
            if (configuration.Find(key.Split('.')) is { } given && !ReferenceEquals(given, configuration.Find(ours.Split('.'))))
                throw Refused(key, given, ours);
        }

        foreach (var key in s_tls)
        {
            if (configuration.Find(key.Split('.')) is { } section && KeyNames.Leaves(section, HoconPath.Root).FirstOrDefault(leaf => !leaf.Value.Origin.IsShipped).Value is { } given)
                throw Refused(key, given, CertificateSettingNames.Nodes.Certificate);
        }
    }

    private static JobValidationException Refused(string key, HoconValue given, string ours) =>
        new($"The setting {key} is {given.Shown} ({given.Origin}); FlowActors sets it from {ours}. Remove it and set {ours}.");

    private static IEnumerable<UnreadKey> Unknown(HoconValue given, HoconSection known, HoconPath path, bool isOpen)
    {
        if (given is not HoconSection section) throw AkkaValues.Refused(path, given, "a section in braces");
        isOpen |= Open.Contains(path.Text);
        var isDispatcher = DispatcherKeys.IsDispatcher(known);
        foreach (var (key, value) in section.Values)
        {
            var child = path / key;
            foreach (var unknown in known.Find(key) switch
            {
                _ when Derived.ContainsKey(child.Text) => [],
                HoconSection same => Unknown(value, same, child, isOpen),
                { } other => Checked(child, value, other),
                _ when isOpen || Unlisted.Contains(key) || (isDispatcher && DispatcherKeys.Allow(key, section, known)) => [],
                _ when value is HoconSection { Values.Count: > 0 } other => Misspelt(other, known, child),
                _ => [new UnreadKey(child, value.Origin, Names.Closest(child.Text))],
            }) yield return unknown;
        }
    }

    private static IEnumerable<UnreadKey> Checked(HoconPath path, HoconValue value, HoconValue reference)
    {
        AkkaValues.Check(path, value, reference);
        return [];
    }

    /// <summary>All of a section whose name is almost that of a known one, and whatever is known elsewhere.</summary>
    private static IEnumerable<UnreadKey> Misspelt(HoconSection section, HoconSection known, HoconPath path)
    {
        var name = path.Names[^1];
        var alike = known.Values.Keys.FirstOrDefault(k => known.Find(k) is HoconSection && EditDistance.Between(k, name) <= Math.Min(2, k.Length / 3));
        foreach (var (leaf, value) in KeyNames.Leaves(section, path))
        {
            var inSection = string.Join('.', leaf.Names.Skip(path.Names.Count - 1));
            var meant = alike is not null
                ? Names.Closest((path.Parent / alike).Text + leaf.Text[path.Text.Length..])
                : KnownKeys.Names.Has(inSection) ?? Names.EndingWith(inSection);
            if (meant is not null) yield return new UnreadKey(leaf, value.Origin, meant);
        }
    }
}
