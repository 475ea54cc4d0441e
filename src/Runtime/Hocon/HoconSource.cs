namespace FlowActors.Runtime.Hocon;

/// <summary>What a text of configuration is and where it came from.</summary>
/// <param name="Layer">What errors call it.</param>
/// <param name="Folder">Where files that it includes are looked for.</param>
/// <param name="IncludedAt">The section it was included in; the root for a text of its own.</param>
/// <param name="Files">The files that are being included, from the outermost on.</param>
internal sealed record HoconSource(string Layer, string Folder, HoconPath IncludedAt, IReadOnlyList<string> Files)
{
    /// <summary>A text that an application passes in code; files are looked for in the working directory.</summary>
    public static HoconSource Code(string layer) => new(layer, Environment.CurrentDirectory, HoconPath.Root, []);
}
