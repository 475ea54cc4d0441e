namespace FlowActors.Runtime.Hocon;

/// <summary>What is told when a configuration cannot be read.</summary>
internal static class HoconError
{
    public static JobValidationException At(Origin origin, string what, Exception? inner = null)
    {
        var text = $"The configuration cannot be read: {what} (at {origin})";
        return inner is null ? new JobValidationException(text) : new JobValidationException(text, inner);
    }

    /// <summary>A character that ends no value and starts none.</summary>
    public static JobValidationException Unexpected(Origin origin, char found) => At(origin, found switch
    {
        '}' => "this '}' closes nothing that was opened here. Remove it, or open what it should close.",
        ']' => "this ']' closes nothing that was opened here. Remove it, or open what it should close.",
        ',' => "this comma has no value before it. Remove it.",
        '=' or ':' => $"this '{found}' has no key before it, or stands inside a value. Write each key in a line of its own, and such a value in quotes.",
        _ => $"the character '{found}' can only stand in quotes. Put the whole value or key into quotes.",
    });
}
