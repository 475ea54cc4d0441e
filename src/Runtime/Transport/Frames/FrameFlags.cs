namespace FlowActors.Runtime.Transport.Frames;

[Flags]
internal enum FrameFlags : byte
{
    None = 0,

    /// <summary>The message ends with this frame; a frame without it is full.</summary>
    LastFragment = 1,

    /// <summary>The frame is the transport's own and its kind a <see cref="ControlKind"/>.</summary>
    Control = 2,
}
