using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FlowActors.Sinks.Files;

/// <summary>
/// The hidden names, beside a target, of what runs write before it is complete: <c>.target.writer.machine-and-number.inprogress</c>.
/// </summary>
internal static class PendingName
{
    private const string Suffix = ".inprogress";
    private const int MachineLength = 8;
    private const int NumberLength = 32;

    /// <summary>How much longer a hidden name is than the target's, at least.</summary>
    public const int LeastAddition = 1 + 1 + 1 + 1 + MachineLength + NumberLength + 11;

    private static readonly string Machine =
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Environment.MachineName)).AsSpan(0, MachineLength / 2));

    /// <summary>A name that nobody has had.</summary>
    /// <param name="target">The name of the file or folder that is to appear.</param>
    /// <param name="writer">Which of its writers.</param>
    public static string New(string target, int writer) =>
        string.Create(CultureInfo.InvariantCulture, $".{target}.{writer}.{Machine}{Guid.NewGuid():n}{Suffix}");

    /// <summary>The number of the writer, if the name is one for that target that was given on this machine; else null.</summary>
    public static int? WriterOf(string name, string target)
    {
        var rest = name.AsSpan();
        if (!Skip(ref rest, ".") || !Skip(ref rest, target) || !Skip(ref rest, ".") || !rest.EndsWith(Suffix, StringComparison.Ordinal)) return null;
        rest = rest[..^Suffix.Length];
        var dot = rest.IndexOf('.');
        if (dot < 0 || !int.TryParse(rest[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out var writer)) return null;
        rest = rest[(dot + 1)..];
        var isOurs = rest.Length == MachineLength + NumberLength && rest.StartsWith(Machine, StringComparison.Ordinal)
            && Guid.TryParseExact(rest[MachineLength..], "n", out _);
        return isOurs ? writer : null;
    }

    private static bool Skip(ref ReadOnlySpan<char> text, string expected)
    {
        if (!text.StartsWith(expected, StringComparison.Ordinal)) return false;
        text = text[expected.Length..];
        return true;
    }
}
