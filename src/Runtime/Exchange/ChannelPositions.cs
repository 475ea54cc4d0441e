using System.Runtime.InteropServices;

namespace FlowActors.Runtime.Exchange;

/// <summary>What was put into a channel and taken out: a cache line each, so that the ends do not slow each other down.</summary>
[StructLayout(LayoutKind.Explicit, Size = 192)]
internal struct ChannelPositions
{
    [FieldOffset(64)]
    public long Head;

    /// <summary>The borrowed bytes that were taken out, in a channel that borrows of nobody else.</summary>
    [FieldOffset(72)]
    public long Taken;

    [FieldOffset(128)]
    public long Tail;
}
