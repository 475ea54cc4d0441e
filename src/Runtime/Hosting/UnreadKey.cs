using FlowActors.Runtime.Hocon;

namespace FlowActors.Runtime.Hosting;

/// <summary>A key of the configuration that nobody would ever read.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Origin">Where it was written.</param>
/// <param name="Meant">The key that may have been meant.</param>
internal sealed record UnreadKey(HoconPath Path, Origin Origin, string Meant)
{
    /// <exception cref="JobValidationException">There are some; the message names them all, each with the known one that is most like it.</exception>
    public static void Refuse(IEnumerable<UnreadKey> keys)
    {
        var unread = keys.Select(key => $"{key.Path} (did you mean {key.Meant}?) at {key.Origin}").ToArray();
        if (unread.Length == 0) return;
        throw new JobValidationException(
            $"The configuration has {(unread.Length == 1 ? "a setting" : "settings")} that nobody knows: {string.Join(", ", unread)}. " +
            $"Correct or remove {(unread.Length == 1 ? "it" : "them")}; hocon/reference.conf names all settings of FlowActors.");
    }
}
