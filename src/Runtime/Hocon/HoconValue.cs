namespace FlowActors.Runtime.Hocon;

/// <summary>A value with all substitutions put in.</summary>
internal abstract record HoconValue(Origin Origin)
{
    /// <summary>As errors show it.</summary>
    public abstract string Shown { get; }
}

internal sealed record HoconText(Origin Origin, string Text, bool IsQuoted) : HoconValue(Origin)
{
    public bool IsNull => !IsQuoted && Text == "null";

    public override string Shown => IsNull ? "null" : $"'{Text}'";
}

internal sealed record HoconList(Origin Origin, IReadOnlyList<HoconValue> Items) : HoconValue(Origin)
{
    public override string Shown => $"the list [{string.Join(", ", Items.Select(i => i.Shown))}]";
}

internal sealed record HoconSection(Origin Origin, IReadOnlyDictionary<string, HoconValue> Values) : HoconValue(Origin)
{
    public override string Shown => "a section in braces";

    /// <summary>The value at a path below this section; null for none.</summary>
    public HoconValue? Find(params ReadOnlySpan<string> path)
    {
        HoconValue value = this;
        foreach (var name in path)
        {
            if (value is not HoconSection section || !section.Values.TryGetValue(name, out var next)) return null;
            value = next;
        }

        return value;
    }

    /// <summary>The values of both; where both have one, sections are merged and anything else is the other's.</summary>
    public HoconSection MergedWith(HoconSection other)
    {
        var merged = new Dictionary<string, HoconValue>(Values);
        foreach (var (key, value) in other.Values)
            merged[key] = value is HoconSection next && Find(key) is HoconSection first ? first.MergedWith(next) : value;
        return new HoconSection(other.Origin, merged);
    }
}
