using System.Text.RegularExpressions;

namespace FlowActors.Runtime.Checkpoints.Metadata;

/// <summary>Names of files of databases: a restore makes files of these names in a folder, so that none may lead elsewhere.</summary>
internal static partial class DatabaseNames
{
    /// <summary>The longest name: what a subtask says of its part of a checkpoint has to fit into a message.</summary>
    public const int LengthMax = 64;

    /// <summary>Whether it is a plain name: letters, digits, points, dashes and underscores, and not only points.</summary>
    public static bool IsFile(string name) => name.Length <= LengthMax && Form().IsMatch(name);

    [GeneratedRegex(@"^\.*[A-Za-z0-9_-][A-Za-z0-9._-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
