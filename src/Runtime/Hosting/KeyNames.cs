using FlowActors.Runtime.Hocon;

namespace FlowActors.Runtime.Hosting;

/// <summary>The keys of a reference, and those among them that another one may have been meant for.</summary>
internal sealed class KeyNames
{
    private readonly string[] _leaves;

    public KeyNames(HoconSection reference, string root) =>
        _leaves = [.. Leaves(reference, HoconPath.Root / root).Select(leaf => leaf.Path.Text)];

    /// <summary>A key of the section, if it is one; else the key of that name in another section, else the one spelled most alike.</summary>
    public string Closest(string key)
    {
        if (_leaves.FirstOrDefault(n => n.StartsWith(key + ".", StringComparison.Ordinal)) is { } inside) return inside;
        var name = key[Math.Max(0, key.LastIndexOf('.'))..];
        var sameName = _leaves.Where(n => n.EndsWith(name, StringComparison.Ordinal)).ToArray();
        return (sameName.Length > 0 ? sameName : _leaves).MinBy(n => EditDistance.Between(key, n))!;
    }

    /// <summary>The key itself, if it is known; else null.</summary>
    public string? Has(string key) => _leaves.Contains(key) ? key : null;

    /// <summary>The known key that ends with the whole of a path; null for none.</summary>
    public string? EndingWith(string path) => _leaves.FirstOrDefault(n => n.EndsWith("." + path, StringComparison.Ordinal));

    /// <summary>The paths of all values; an empty section counts as one, so that it is told too.</summary>
    public static IEnumerable<(HoconPath Path, HoconValue Value)> Leaves(HoconValue value, HoconPath path) =>
        value is HoconSection { Values.Count: > 0 } section
            ? section.Values.SelectMany(item => Leaves(item.Value, path / item.Key))
            : [(path, value)];
}
