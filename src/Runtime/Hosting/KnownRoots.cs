using FlowActors.Runtime.Hocon;

namespace FlowActors.Runtime.Hosting;

/// <summary>
/// Finds keys beside <c>flowactors</c> and <c>akka</c> that were meant for below them. Other roots are the application's own, which
/// its actors may read.
/// </summary>
internal static class KnownRoots
{
    public static IEnumerable<UnreadKey> Unread(HoconSection configuration) =>
        from item in configuration.Values
        where item.Key is not (KnownKeys.Root or AkkaKeys.Root)
        from leaf in KeyNames.Leaves(item.Value, HoconPath.Root / item.Key)
        let meant = Meant(leaf.Path)
        where meant is not null
        select new UnreadKey(leaf.Path, leaf.Value.Origin, meant);

    private static string? Meant(HoconPath path)
    {
        // The first name may be a whole path in quotes.
        var names = string.Join('.', path.Names).Split('.', 2);
        var rest = names.Length > 1 ? "." + names[1] : "";
        if (IsLike(names[0], KnownKeys.Root, distance: 2)) return KnownKeys.Names.Closest(KnownKeys.Root + rest);
        if (IsLike(names[0], AkkaKeys.Root, distance: 1)) return AkkaKeys.Names.Closest(AkkaKeys.Root + rest);
        if (rest.Length == 0) return null;
        var whole = string.Join('.', path.Names);
        return KnownKeys.Names.Has($"{KnownKeys.Root}.{whole}") ?? AkkaKeys.Names.Has($"{AkkaKeys.Root}.{whole}");
    }

    private static bool IsLike(string name, string root, int distance) =>
        EditDistance.Between(string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant(), root) <= distance;
}
