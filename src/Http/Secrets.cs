using System.Text.RegularExpressions;
using FlowActors.Runtime.Hosting;

namespace FlowActors.Http;

/// <summary>What may be a secret in the values of users, by its name, or by that of a part of it, as in connection strings.</summary>
internal static partial class Secrets
{
    /// <summary>Arguments as they may be shown.</summary>
    public static IReadOnlyDictionary<string, string> Mask(IReadOnlyDictionary<string, string> values) => values.ToDictionary(v => v.Key, v => Mask(v.Key, v.Value), StringComparer.Ordinal);

    private static string Mask(string name, string value) => Names().IsMatch(name) ? ConfigurationLeaves.Masked : Parts().Replace(value, $"$1={ConfigurationLeaves.Masked}");

    [GeneratedRegex("password|passwd|pwd|secret|token|credential|api-?_?key|connection-?string", RegexOptions.IgnoreCase)]
    private static partial Regex Names();

    [GeneratedRegex(@"(password|passwd|pwd|secret|token|credential|api-?_?key)\s*=\s*[^;&\s]+", RegexOptions.IgnoreCase)]
    private static partial Regex Parts();
}
