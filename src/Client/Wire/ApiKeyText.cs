namespace FlowActors.Client.Wire;

/// <summary>What an API key may be made of: what a header of HTTP can hold.</summary>
internal static class ApiKeyText
{
    /// <summary>What is wrong with a key, without a part of it; null for nothing.</summary>
    public static string? MistakeIn(string key)
    {
        if (key.Length == 0) return "the API key is empty";
        var at = key.AsSpan().IndexOfAnyExceptInRange('!', '~');
        return at < 0
            ? null
            : $"the API key has something else than a printable character of ASCII at place {at + 1} of {key.Length}, a letter with an accent, a blank or a line break, which no header can hold";
    }
}
