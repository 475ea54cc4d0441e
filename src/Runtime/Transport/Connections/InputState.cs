namespace FlowActors.Runtime.Transport.Connections;

/// <summary>Waiting → Open → Ended, or Failed; Removed from any of them.</summary>
internal enum InputState
{
    /// <summary>Registered; no sender has opened the channel yet.</summary>
    Waiting,

    /// <summary>A connection feeds it.</summary>
    Open,

    /// <summary>The sender closed it after its last message.</summary>
    Ended,

    /// <summary>Its owner was told that it is lost.</summary>
    Failed,

    /// <summary>Its owner unregistered it and hears no more.</summary>
    Removed,
}
