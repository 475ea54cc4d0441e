using System.Text;

namespace FlowActors;

/// <summary>What names are made of that people give: they stand in logs, in tables of a terminal, and in addresses.</summary>
internal static class NameText
{
    /// <summary>Why a text can be no name, as the end of a sentence; null when it can.</summary>
    public static string? FaultOf(string name)
    {
        foreach (var rune in name.EnumerateRunes())
        {
            if (Rune.IsControl(rune)) return $"it has the control character U+{rune.Value:X4}";
        }

        return IsText(name) ? null : "it is no text, but has half of a character";
    }

    /// <summary>A text that may be no name, as it can be shown.</summary>
    public static string Shown(string name) =>
        string.Concat(name.EnumerateRunes().Select(rune => Rune.IsControl(rune) ? $"\\u{rune.Value:x4}" : rune.ToString()));

    // Halves are told as another character.
    private static bool IsText(string name) => string.Concat(name.EnumerateRunes()) == name;
}
