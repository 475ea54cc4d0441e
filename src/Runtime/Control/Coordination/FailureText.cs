using FlowActors.Runtime.Tasks;

namespace FlowActors.Runtime.Control;

/// <summary>Keeps failures so short that all that are remembered fit into one control message.</summary>
internal static class FailureText
{
    /// <summary>The most characters of a message.</summary>
    public const int MessageMax = 4 * 1024;

    /// <summary>The most characters of the details.</summary>
    public const int DetailsMax = 16 * 1024;

    /// <summary>The failure with texts that are not too long; the exception itself stays whole.</summary>
    public static SubtaskFailure Shorten(SubtaskFailure failure) => failure with
    {
        Message = Shorten(failure.Message, MessageMax),
        Details = Shorten(failure.Details, DetailsMax),
    };

    private static string Shorten(string text, int max) =>
        text.Length <= max ? text : $"{text.AsSpan(0, max)}... ({text.Length - max} more characters)";
}
