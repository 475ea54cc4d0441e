using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace FlowActors.Tests.Architecture;

/// <summary>
/// The folders of src/Runtime: each knows only those that the table in docs/architecture.md allows it. Read from the compiled
/// assembly, which has every name that the compiler found, and from the usings, since of a constant the compiler keeps only the value.
/// </summary>
public sealed partial class RuntimeFoldersTests
{
    private const string Root = "FlowActors.Runtime";

    /// <summary>Where what users see lives, in the namespace that they have anyway.</summary>
    private const string PublicFolder = "Hosting";

    [Fact]
    public void The_table_has_every_folder_and_leads_only_down()
    {
        var known = new List<string>();
        foreach (var (folder, below) in Table())
        {
            Assert.True(!below.Except(known).Any(), $"{folder} may know only folders above it in the table, not {string.Join(", ", below.Except(known))}.");
            known.Add(folder);
        }

        Assert.Equal(Files().Select(FolderOf).Distinct().Order(), known.Order());
    }

    [Fact]
    public void A_folder_uses_only_those_below_it()
    {
        var uses = from type in System.Reflection.Assembly.Load(Root).GetTypes()
                   where FolderOf(type) is not null
                   from used in TypeUses.Of(type)
                   where FolderOf(used) is not null
                   select (FolderOf(type)!, FolderOf(used)!, $"{type} uses {used}");
        AssertAllowed(uses);
    }

    [Fact]
    public void A_folder_names_only_those_below_it()
    {
        var uses = from file in Files()
                   from Match match in Using().Matches(File.ReadAllText(file))
                   select (FolderOf(file), match.Groups[1].Value, $"{Path.GetRelativePath(Source(), file)} has {match.Value}");
        AssertAllowed(uses);
    }

    [Fact]
    public void A_namespace_is_its_folder() => Assert.All(Files(), file =>
    {
        var space = Namespace().Match(File.ReadAllText(file)).Groups[1].Value;
        if (space == "FlowActors" && FolderOf(file) == PublicFolder) return;
        Assert.Equal($"{Root}.{Path.GetRelativePath(Source(), Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '.')}", space);
    });

    private static void AssertAllowed(IEnumerable<(string Folder, string Used, string Text)> uses)
    {
        var table = Table().ToDictionary(row => row.Folder, row => row.Below);
        var forbidden = uses.Where(use => use.Folder != use.Used && !table[use.Folder].Contains(use.Used)).ToArray();
        Assert.True(
            forbidden.Length == 0,
            string.Join('\n', forbidden.Select(use => $"{use.Folder} may not know {use.Used}, but {use.Text}.").Distinct()));
    }

    private static string? FolderOf(Type type) => type switch
    {
        { Namespace: "FlowActors" } when type.Assembly.GetName().Name == Root => PublicFolder,
        { Namespace: { } space } when space.StartsWith($"{Root}.", StringComparison.Ordinal) => space.Split('.')[2],
        _ => null,
    };

    private static string FolderOf(string file) => Path.GetRelativePath(Source(), file).Split(Path.DirectorySeparatorChar)[0];

    private static IEnumerable<string> Files() => Directory.GetFiles(Source(), "*.cs", SearchOption.AllDirectories)
        .Where(file => FolderOf(file) is not ("bin" or "obj"));

    /// <summary>The rows of the table whose first two columns are a folder and what it may know, from the bottom up.</summary>
    private static IEnumerable<(string Folder, string[] Below)> Table() =>
        from Match row in Row().Matches(File.ReadAllText(Path.Combine(Source(), "..", "..", "docs", "architecture.md")))
        select (row.Groups[1].Value, row.Groups[2].Value.Split([' ', '`'], StringSplitOptions.RemoveEmptyEntries));

    private static string Source([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "src", "Runtime"));

    [GeneratedRegex(@"^\| `(\w+)` \|((?: `\w+`)*) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^(?:global )?using (?:static )?(?:\w+ = )?FlowActors\.Runtime\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
