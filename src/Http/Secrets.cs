using System.Text.RegularExpressions;
using FlowActors.Runtime.Hosting;

namespace FlowActors.Http;

/// <summary>What may be a secret in the values of users, by its name, or by that of a part of it, as in connection strings, URLs and JSON. What only looks like one is masked, too.</summary>
internal static partial class Secrets
{
    // 'pass' and 'auth' are secrets as words, also behind others (dbpass, oauth, userPass), and none as the beginning of another (passengers, author).
    private const string Words =
        "(?:(?i:passw|pwd|passphrase|passcode|passkey|secret|token|credential|authorization|(?:api|private|access|account|shared|encryption|signing)[-_. ]?key|connection[-_. ]?string)" +
        "|(?i:pass|auth)(?![a-z]))";

    // Up to a separator, with quotes around it or without; blanks are in it, unless another name follows them.
    private const string Value = """(?:\\?"(?:[^"\\]|\\[^"]|\\"(?![,;}\s]|$))*\\?"|'[^']*'|[^;&\s]+(?:[ \t]+(?![\w.\-]{1,64}[ \t]*[=:])[^;&\s]+)*)""";

    /// <summary>Arguments as they may be shown.</summary>
    public static IReadOnlyDictionary<string, string> Mask(IReadOnlyDictionary<string, string> values) => values.ToDictionary(v => v.Key, v => Mask(v.Key, v.Value), StringComparer.Ordinal);

    /// <summary>Whether what has a name may be a secret.</summary>
    public static bool IsSecret(string name) => Names().IsMatch(name);

    /// <summary>A text in which parts may be secrets, as it may be shown.</summary>
    public static string MaskParts(string text) => Parts().Replace(Users().Replace(text, $"$1{ConfigurationLeaves.Masked}$2"), $"$1{ConfigurationLeaves.Masked}");

    private static string Mask(string name, string value) => IsSecret(name) ? ConfigurationLeaves.Masked : SecretsInJson.TryMask(value) ?? MaskParts(value);

    [GeneratedRegex(Words)]
    private static partial Regex Names();

    // As name=value, "name": value, and name: value.
    [GeneratedRegex("(" + Words + """[\w.\-]{0,64}(?:\\?["']?\s{0,8}=\s{0,8}|\\?["']\s{0,8}:\s{0,8}|:[ \t]{1,8}|(?<=(?i:authorization)):))""" + Value)]
    private static partial Regex Parts();

    // The password of a URL: scheme://user:password@host.
    [GeneratedRegex(@"([A-Za-z][A-Za-z0-9+.\-]{0,31}://[^\s/?#:@]{0,256}:)[^\s/?#]*(@)")]
    private static partial Regex Users();
}
