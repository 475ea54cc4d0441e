using FlowActors.Runtime.Hocon;

namespace FlowActors.Runtime.Hosting;

/// <summary>Finds keys below <c>flowactors</c> that the reference does not have: nothing would ever read them.</summary>
internal static class KnownKeys
{
    public const string Root = "flowactors";

    private static readonly HoconSection Reference = (HoconSection)RuntimeConfiguration.Reference.Find(Root)!;

    public static KeyNames Names { get; } = new(Reference, Root);

    /// <summary>Looks at all keys of the configuration.</summary>
    /// <exception cref="JobValidationException">The root is no section.</exception>
    public static IEnumerable<UnreadKey> Unread(HoconSection configuration) => configuration.Find(Root) switch
    {
        HoconSection section => Unknown(section, Reference, HoconPath.Root / Root).Select(key => new UnreadKey(key.Path, key.Value.Origin, Names.Closest(key.Path.Text))),
        var other => throw new JobValidationException(
            $"The setting {Root} is {other?.Shown} ({other?.Origin}); it must be a section in braces, or keys such as {Root}.node.host. Correct it."),
    };

    private static IEnumerable<(HoconPath Path, HoconValue Value)> Unknown(HoconSection section, HoconSection known, HoconPath path)
    {
        var isDispatcher = DispatcherKeys.IsDispatcher(known);
        foreach (var (key, value) in section.Values)
        {
            var child = path / key;
            foreach (var unknown in (value, known.Find(key)) switch
            {
                (HoconSection both, HoconSection same) => Unknown(both, same, child),
                (HoconSection, not null) => KeyNames.Leaves(value, child),
                (_, HoconSection) => [(child, value)],
                (_, null) when !isDispatcher || !DispatcherKeys.Allow(key, section, known) => KeyNames.Leaves(value, child),
                _ => [],
            }) yield return unknown;
        }
    }
}
