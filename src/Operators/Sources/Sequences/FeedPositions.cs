using System.Runtime.InteropServices;

namespace FlowActors.Sources;

/// <summary>The positions of a <see cref="FeedBuffer{T}"/>, those that the feed writes and those that the reader writes in cache lines of their own.</summary>
[StructLayout(LayoutKind.Explicit, Size = 5 * Line)]
internal struct FeedPositions
{
    private const int Line = 128;

    /// <summary>How far the feed may be ahead; written by it, seldom, and read by the reader when the feed waits.</summary>
    [FieldOffset(Line + (2 * sizeof(long)))]
    public int AheadMax = ReadAheadLimit.Min;

    public FeedPositions()
    {
    }

    /// <summary>Where the feed adds.</summary>
    [FieldOffset(Line)]
    public long Tail;

    /// <summary>What the feed knows of the reader.</summary>
    [FieldOffset(Line + sizeof(long))]
    public long HeadSeen;

    /// <summary>Where the reader takes.</summary>
    [FieldOffset(2 * Line)]
    public long Head;

    /// <summary>What the reader knows of the feed.</summary>
    [FieldOffset((2 * Line) + sizeof(long))]
    public long TailSeen;

    /// <summary>Not 0 while the reader wants to be woken; written seldom, read by the feed for each record.</summary>
    [FieldOffset(3 * Line)]
    public int ReaderWaits;

    /// <summary>Not 0 while the feed waits for room.</summary>
    [FieldOffset((3 * Line) + sizeof(int))]
    public int FeedWaits;
}
