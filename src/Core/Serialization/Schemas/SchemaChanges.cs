namespace FlowActors.Serialization;

/// <summary>Notes what has changed, with the path to where the comparison is.</summary>
internal sealed class SchemaChanges(string root)
{
    private readonly List<SchemaChange> _all = [];
    private readonly List<string> _path = [];

    public IReadOnlyList<SchemaChange> All => _all;

    public bool IsAtRoot => _path.Count == 0;

    public string Path => _path.Count == 0 ? root : string.Join('.', _path);

    public void Note(SchemaChangeKind kind, string? written, string? present, string? advice = null) =>
        _all.Add(new SchemaChange(kind, Path, written, present, advice));

    /// <summary>As <see cref="Note"/> of a value that is wrapped in another: one change, not two, where it was widened as well.</summary>
    /// <param name="from">What was noted from this index on is about the value itself.</param>
    /// <param name="written">What it was.</param>
    /// <param name="present">What it is.</param>
    public void NoteWrapped(int from, string written, string present)
    {
        var own = _all.FindIndex(from, c => c.Path == Path && c.Kind != SchemaChangeKind.Renamed);
        if (own < 0) Note(SchemaChangeKind.Widened, written, present);
        else if (_all[own].Kind == SchemaChangeKind.Widened) _all[own] = _all[own] with { Present = present };
    }

    /// <summary>Does something that is about a part of that name.</summary>
    public void In(string part, Action act)
    {
        _path.Add(part);
        act();
        _path.RemoveAt(_path.Count - 1);
    }

    /// <inheritdoc cref="In(string, Action)"/>
    public TResult In<TResult>(string part, Func<TResult> act)
    {
        var result = default(TResult)!;
        In(part, () => { result = act(); });
        return result;
    }
}
