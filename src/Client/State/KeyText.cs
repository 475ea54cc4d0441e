using System.Text.Json;

namespace FlowActors.Client.State;

/// <summary>A key as requests have it: in JSON, or as it stands in a path.</summary>
/// <param name="Text">The text.</param>
/// <param name="IsJson">Whether it is JSON.</param>
internal readonly record struct KeyText(string Text, bool IsJson)
{
    /// <summary>A key that somebody has typed: JSON if it looks like it, or if no path can have it, else as in a path.</summary>
    public static KeyText Of(string typed) => typed switch
    {
        ['{' or '[' or '"', ..] => new(typed, IsJson: true),
        // What a path would not bring to the server as it is.
        "" or "." or ".." or "watch" => Quoted(typed),
        _ when typed.AsSpan().ContainsAny('/', '\\') => Quoted(typed),
        _ => new(typed, IsJson: false),
    };

    /// <summary>A key within a map that somebody has typed, for a list of such: none of them has a comma.</summary>
    public static KeyText OfEntry(string typed) => Of(typed) is { IsJson: false } && typed.Contains(',', StringComparison.Ordinal) ? Quoted(typed) : Of(typed);

    private static KeyText Quoted(string text) => new(JsonSerializer.Serialize(text), IsJson: true);
}
