namespace FlowActors.Testing;

/// <summary>Texts that several messages share.</summary>
internal static class HarnessTexts
{
    /// <summary>For example: the inputs 0 to 1.</summary>
    public static string Numbered(int count, string noun) => count switch
    {
        0 => $"no {noun}",
        1 => $"one {noun}, number 0",
        _ => $"the {noun}s 0 to {count - 1}",
    };
}
