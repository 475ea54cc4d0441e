namespace FlowActors.Runtime.Hocon;

/// <summary>
/// Puts substitutions in: values of other keys, else variables of the environment. A key that refers to itself means what was
/// assigned to it before.
/// </summary>
/// <param name="root">All texts as one, in the order in which they come after each other.</param>
/// <param name="environment">The value of a variable; null for none.</param>
internal sealed partial class HoconResolver(SectionNode root, Func<string, string?> environment)
{
    private const int DepthMax = 200;
    private readonly Dictionary<string, HoconValue?> _values = [];
    private readonly List<string> _running = [];
    private readonly HashSet<HoconNode> _open = new(ReferenceEqualityComparer.Instance);

    /// <summary>Resolves everything.</summary>
    /// <exception cref="JobValidationException">
    /// A substitution has no value or goes round in a circle, or values of different kinds are joined.
    /// </exception>
    public HoconSection Resolve() => (HoconSection)At(HoconPath.Root)!;

    /// <summary>The value at a path; null when nothing sets it.</summary>
    private HoconValue? At(HoconPath path)
    {
        if (_values.TryGetValue(path.Text, out var known)) return known;
        if (_running.Contains(path.Text))
            throw HoconError.At(FirstOrigin(path), $"'{path}' refers to itself: {string.Join(" -> ", _running.SkipWhile(p => p != path.Text))} -> {path}. Give one of them a value.");
        if (_running.Count >= DepthMax) throw HoconError.At(FirstOrigin(path), $"keys and substitutions are nested deeper than {DepthMax}.");
        _running.Add(path.Text);
        var value = Fold(path);
        _running.RemoveAt(_running.Count - 1);
        _values.Add(path.Text, value);
        return value;
    }

    /// <summary>What all assignments to a path leave: sections that follow each other become one, anything else replaces.</summary>
    private HoconValue? Fold(HoconPath path)
    {
        HoconValue? value = null;
        List<string>? keys = null;
        Origin origin = default;
        foreach (var assigned in Assigned(path))
        {
            if (assigned is SectionNode section)
            {
                (keys ??= []).AddRange(section.Assignments.Keys);
                (value, origin) = (null, section.Origin);
            }
            else if (!(keys is not null && RefersTo(assigned, path)) && Evaluate(assigned, path, value) is { } evaluated)
            {
                if (evaluated is HoconSection other) (keys ??= []).AddRange(other.Values.Keys);
                else keys = null;
                (value, origin) = (evaluated is HoconSection ? null : evaluated, evaluated.Origin);
            }
        }

        return keys is null ? value : new HoconSection(origin, Values(keys.Distinct(), key => At(path / key)));
    }

    /// <summary>All that is assigned to a path, by itself or within sections that are assigned to what is above it.</summary>
    private List<HoconNode> Assigned(HoconPath path)
    {
        if (path.Names.Count == 0) return [root];
        var (parent, key) = (path.Parent, path.Names[^1]);
        var found = new List<HoconNode>();
        foreach (var above in Assigned(parent))
        {
            if (above is SectionNode section)
            {
                if (section.Assignments.TryGetValue(key, out var values)) found.AddRange(values.SelectMany(Parts));
            }
            else if (!_open.Contains(above) && !RefersTo(above, parent) && Evaluate(above, parent, prior: null) is { } value)
            {
                // A section is merged with those before it; anything else has replaced them.
                if (value is not HoconSection other) found.Clear();
                else if (other.Values.TryGetValue(key, out var inside)) found.Add(new ResolvedNode(inside));
            }
        }

        return found;
    }

    /// <summary>Joined sections are merged as if they had been assigned one after the other.</summary>
    private static IEnumerable<HoconNode> Parts(HoconNode node) =>
        node is JoinedNode joined && joined.Parts.Any(p => p is SectionNode) ? joined.Parts.Where(p => p is not TextNode { IsBlank: true }) : [node];

    private static bool RefersTo(HoconNode node, HoconPath path) => node is SubstitutionNode substitution && substitution.Path.Text == path.Text;

    private static Dictionary<string, HoconValue> Values(IEnumerable<string> keys, Func<string, HoconValue?> find)
    {
        var values = new Dictionary<string, HoconValue>();
        foreach (var key in keys)
            if (find(key) is { } value) values.Add(key, value);
        return values;
    }

    private Origin FirstOrigin(HoconPath path) => Assigned(path) is [var first, ..] ? first.Origin : root.Origin;
}
