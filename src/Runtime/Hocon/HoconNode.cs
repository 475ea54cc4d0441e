namespace FlowActors.Runtime.Hocon;

/// <summary>What was written, before substitutions are put in.</summary>
internal abstract record HoconNode(Origin Origin);

/// <summary>Text, in quotes or not; a blank one stands between two values of one line.</summary>
internal sealed record TextNode(Origin Origin, string Text, bool IsQuoted) : HoconNode(Origin)
{
    public bool IsBlank => !IsQuoted && string.IsNullOrWhiteSpace(Text);
}

/// <summary>Values in brackets.</summary>
internal sealed record ListNode(Origin Origin, IReadOnlyList<HoconNode> Items) : HoconNode(Origin);

/// <summary><c>${path}</c>, or <c>${?path}</c>, which may be unset.</summary>
/// <param name="Origin">Where it stands.</param>
/// <param name="Path">As it was written.</param>
/// <param name="IsOptional">Whether the value may be missing.</param>
/// <param name="Included">Where the file that it stands in was included: its path is looked for there first.</param>
internal sealed record SubstitutionNode(Origin Origin, HoconPath Path, bool IsOptional, HoconPath Included) : HoconNode(Origin)
{
    /// <summary>Whether it is joined with a section, which anything but a section cannot be.</summary>
    public bool IsOfSection { get; init; }
}

/// <summary>Several values in one line, which become one.</summary>
internal sealed record JoinedNode(Origin Origin, IReadOnlyList<HoconNode> Parts) : HoconNode(Origin);

/// <summary>Keys, each with all that was assigned to it, in the order of the text.</summary>
internal sealed record SectionNode(Origin Origin) : HoconNode(Origin)
{
    public Dictionary<string, List<HoconNode>> Assignments { get; } = [];

    public void Assign(string key, HoconNode value)
    {
        if (!Assignments.TryGetValue(key, out var values)) Assignments.Add(key, values = []);
        values.Add(value);
    }

    /// <summary>Assigns a value to a path below this section.</summary>
    public void Assign(ReadOnlySpan<string> path, HoconNode value)
    {
        for (var i = path.Length - 1; i > 0; i--)
        {
            var section = new SectionNode(value.Origin);
            section.Assign(path[i], value);
            value = section;
        }

        Assign(path[0], value);
    }

    /// <summary>Assigns all that is assigned in another section.</summary>
    public void Assign(SectionNode other)
    {
        foreach (var (key, values) in other.Assignments)
            foreach (var value in values) Assign(key, value);
    }
}

/// <summary>A value that was found elsewhere.</summary>
internal sealed record ResolvedNode(HoconValue Value) : HoconNode(Value.Origin);
