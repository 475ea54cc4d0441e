namespace FlowActors.CommandLine;

/// <summary>Lines of a table: titles above columns that are as wide as what is in them.</summary>
internal static class TextTable
{
    /// <param name="output">Where it is written.</param>
    /// <param name="titles">The titles of the columns.</param>
    /// <param name="lines">Of each as many cells as there are titles.</param>
    public static void Write(TextWriter output, IReadOnlyList<string> titles, IEnumerable<IReadOnlyList<string>> lines)
    {
        var all = lines.Select(line => line.Select(OneLine).ToArray()).Prepend([.. titles]).ToList();
        var widths = Enumerable.Range(0, titles.Count - 1).Select(column => all.Max(line => line[column].Length)).ToArray();
        foreach (var line in all)
            output.WriteLine(string.Concat(line[..^1].Select((cell, column) => cell.PadRight(widths[column] + 2))) + line[^1]);
    }

    // Names of users may hold anything, and a line of a table is one.
    private static string OneLine(string cell) => string.Concat(cell.Select(c => char.IsControl(c) ? ' ' : c));
}
