namespace FlowActors.Elements;

/// <summary>The control elements that travel among records, in channel order.</summary>
public enum ControlKind : byte
{
    /// <summary>No record with a timestamp at or below <see cref="ControlMark.Value"/> follows.</summary>
    Watermark = 0,

    /// <summary>The channel has nothing to say about event time until it becomes active again.</summary>
    Idle = 1,

    /// <summary>The channel counts for event time again.</summary>
    Active = 2,

    /// <summary>The barrier of the checkpoint <see cref="ControlMark.Value"/>; the last thing in its batch.</summary>
    Barrier = 3,

    /// <summary>Nothing follows; the last thing in its batch.</summary>
    EndOfInput = 4,

    /// <summary>
    /// The checkpoint <see cref="ControlMark.Value"/> was aborted before its barrier passed the sender: nobody waits for it any more.
    /// </summary>
    CheckpointAborted = 5,
}

/// <summary>A control element and where it stands in its batch.</summary>
/// <param name="Position">The number of records of the batch that come before it.</param>
/// <param name="Kind">What it says.</param>
/// <param name="Value">A timestamp in ms (watermark), a checkpoint's number (barrier, aborted checkpoint), else 0.</param>
public readonly record struct ControlMark(int Position, ControlKind Kind, long Value)
{
    /// <summary>True when it says something of event time: neither of a checkpoint nor of the end.</summary>
    internal bool IsOfTime => Kind is ControlKind.Watermark or ControlKind.Idle or ControlKind.Active;
}
