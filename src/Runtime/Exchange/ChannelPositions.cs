using System.Runtime.InteropServices;

namespace FlowActors.Runtime.Exchange;

/// <summary>How many batches were put into a channel and taken out: a cache line each, so that the ends do not slow each other down.</summary>
[StructLayout(LayoutKind.Explicit, Size = 192)]
internal struct ChannelPositions
{
    [FieldOffset(64)]
    public long Head;

    [FieldOffset(128)]
    public long Tail;
}
