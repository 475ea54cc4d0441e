using FlowActors.Runtime.Protocols;

namespace FlowActors.Runtime.Subtasks;

/// <summary>Keeps failures so short that all that are remembered fit into one control message.</summary>
internal static class FailureText
{
    /// <summary>The most bytes of a message, as it is written in control messages.</summary>
    public const int MessageBytesMax = 4 << 10;

    /// <summary>The most bytes of the details.</summary>
    public const int DetailsBytesMax = 16 << 10;

    /// <summary>The failure with texts that are not too long; the exception itself stays whole.</summary>
    public static SubtaskFailure Shorten(SubtaskFailure failure) => failure with
    {
        Operator = failure.Operator is { } name ? ControlText.Cut(name, ControlLimits.NameBytesMax) : null,
        Type = ControlText.Cut(failure.Type, ControlLimits.NameBytesMax),
        Message = ControlText.Cut(failure.Message, MessageBytesMax),
        Details = ControlText.Cut(failure.Details, DetailsBytesMax),
        Position = failure.Position is { } position ? ControlText.Cut(position, ControlLimits.NameBytesMax) : null,
        Record = failure.Record is { } record ? ControlText.Cut(record, MessageBytesMax) : null,
    };
}
