namespace FlowActors.Runtime.Hocon;

/// <summary>The names that lead to a value, from the root on; written with dots, and with quotes where a name needs them.</summary>
internal sealed class HoconPath
{
    public static readonly HoconPath Root = new([], "");

    private HoconPath(string[] names, string text)
    {
        Names = names;
        Text = text;
    }

    public IReadOnlyList<string> Names { get; }

    /// <summary>Unique for the path.</summary>
    public string Text { get; }

    public static HoconPath operator /(HoconPath path, string name) =>
        new([.. path.Names, name], path.Names.Count == 0 ? Quoted(name) : $"{path.Text}.{Quoted(name)}");

    public static HoconPath operator +(HoconPath path, HoconPath rest) => rest.Names.Aggregate(path, (longer, name) => longer / name);

    /// <summary>All but the last name.</summary>
    public HoconPath Parent => Names.SkipLast(1).Aggregate(Root, (path, name) => path / name);

    public override string ToString() => Text;

    private static string Quoted(string name) =>
        name.Length > 0 && name.All(c => char.IsLetterOrDigit(c) || c is '-' or '_') ? name : $"\"{name}\"";
}
