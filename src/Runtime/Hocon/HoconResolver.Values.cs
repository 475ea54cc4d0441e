namespace FlowActors.Runtime.Hocon;

/// <summary>The value of one assignment.</summary>
internal sealed partial class HoconResolver
{
    // Substitutions of substitutions can double with each line.
    private const int TextLengthMax = 1 << 20;

    /// <summary>Null when it is, or consists of, optional substitutions that have no value.</summary>
    private HoconValue? Evaluate(HoconNode node, HoconPath path, HoconValue? prior)
    {
        switch (node)
        {
            case ResolvedNode resolved: return resolved.Value;
            case TextNode text: return new HoconText(text.Origin, text.Text, text.IsQuoted);
            case ListNode list: return new HoconList(list.Origin, [.. list.Items.Select(i => Evaluate(i, path, prior)).OfType<HoconValue>()]);
            case SectionNode section: return Detached(section, path);
            case JoinedNode joined: return Guarded(joined, () => Join(joined, path, prior));
            case SubstitutionNode substitution: return Guarded(substitution, () => Substitute(substitution, path, prior));
            default: throw new System.Diagnostics.UnreachableException($"No value is made of {node.GetType().Name}.");
        }
    }

    private HoconValue? Guarded(HoconNode node, Func<HoconValue?> evaluate)
    {
        var isFirst = _open.Add(node);
        var value = evaluate();
        if (isFirst) _open.Remove(node);
        return value;
    }

    private HoconValue? Substitute(SubstitutionNode node, HoconPath path, HoconValue? prior)
    {
        var value = RefersTo(node, path)
            ? prior
            : (node.Included.Names.Count > 0 ? At(node.Included + node.Path) : null) ?? At(node.Path);
        if (value is not null and not HoconSection && node.IsOfSection)
            throw HoconError.At(node.Origin, $"'{path}' joins {value.Shown} and a section, which are of different kinds.");
        if (value is not null) return value;
        var name = string.Join('.', node.Path.Names);
        if (environment(name) is { } variable) return new HoconText(new Origin($"the environment variable {name}, used in {node.Origin}", 0), variable, IsQuoted: true);
        if (node.IsOptional) return null;
        throw HoconError.At(
            node.Origin, $"'{path}' needs ${{{node.Path}}}, which is neither a key nor an environment variable. Set it, or write ${{?{node.Path}}} where it may be missing.");
    }

    private HoconValue? Join(JoinedNode node, HoconPath path, HoconValue? prior)
    {
        var values = node.Parts.Select(part => (Value: Evaluate(part, path, prior), IsBlank: part is TextNode { IsBlank: true }))
            .Where(part => part.Value is not null).SkipWhile(part => part.IsBlank).ToArray();
        var last = Array.FindLastIndex(values, part => !part.IsBlank);
        values = values[..(last + 1)];
        if (values.Length == 0) return null;
        var solid = values.Where(part => !part.IsBlank).Select(part => part.Value!).ToArray();
        if (solid.All(v => v is HoconList)) return new HoconList(node.Origin, [.. solid.Cast<HoconList>().SelectMany(l => l.Items)]);
        if (solid.All(v => v is HoconText)) return JoinTexts(node, [.. values.Select(part => (HoconText)part.Value!)]);
        if (solid.All(v => v is HoconSection)) return solid.Cast<HoconSection>().Aggregate((one, next) => one.MergedWith(next));
        throw HoconError.At(node.Origin, $"'{path}' joins {string.Join(" and ", solid.Select(v => v.Shown))}, which are of different kinds.");
    }

    private static HoconText JoinTexts(JoinedNode node, IReadOnlyList<HoconText> texts)
    {
        if (texts is [var only]) return only;
        if (texts.Sum(t => (long)t.Text.Length) > TextLengthMax)
            throw HoconError.At(node.Origin, $"substitutions make a text of more than {TextLengthMax} characters.");
        return new HoconText(node.Origin, string.Concat(texts.Select(t => t.Text)), texts.Any(t => t.IsQuoted));
    }

    /// <summary>A section inside a list, which no path leads to.</summary>
    private HoconSection Detached(SectionNode section, HoconPath path) => new(section.Origin, Values(section.Assignments.Keys, key =>
        section.Assignments[key].SelectMany(Parts).Aggregate((HoconValue?)null, (prior, node) => (prior, Evaluate(node, path / key, prior)) switch
        {
            (HoconSection one, HoconSection other) => one.MergedWith(other),
            var (one, other) => other ?? one,
        })));
}
