namespace FlowActors.Runtime.Protocols;

/// <summary>
/// What bounds control messages and journal events, all in bytes as they are written (JSON, escapes included). Akka.Remote drops
/// a message that does not fit into its frame, so whoever makes a message keeps within these; on one node as on several, so that
/// one refuses what several refuse.
/// </summary>
internal static class ControlLimits
{
    /// <summary>Akka.Remote's frame, as <c>hocon/reference.conf</c> sets it.</summary>
    public const int FrameBytes = 1 << 20;

    /// <summary>The largest message or event; the rest of a frame is for its addresses.</summary>
    public const int MessageBytesMax = FrameBytes - (64 << 10);

    /// <summary>After how many bytes an answer goes on in another page.</summary>
    public const int PageBytes = 512 << 10;

    /// <summary>The name and the arguments of a job.</summary>
    public const int JobBytesMax = 128 << 10;

    /// <summary>The accumulators of a job, and those of one subtask; names and values.</summary>
    public const int AccumulatorBytesMax = 256 << 10;

    /// <summary>The metrics that the operators of one subtask publish; names and values.</summary>
    public const int MetricBytesMax = 256 << 10;

    /// <summary>A number with its key, next to the name that it belongs to.</summary>
    public const int ValueBytes = 48;

    /// <summary>One split of a source, and the splits of one answer together, as their serializer writes them: base64 makes them a third larger.</summary>
    public const int SplitBytesMax = 384 << 10;

    /// <summary>Why something was refused.</summary>
    public const int ReasonBytesMax = 16 << 10;

    /// <summary>The name of an operator, a vertex or a type.</summary>
    public const int NameBytesMax = 1 << 10;

    /// <summary>A node's host name, as in DNS.</summary>
    public const int HostLengthMax = 253;

    /// <summary>What a node says of itself: its addresses and the builds of its assemblies.</summary>
    public const int NodeBytesMax = 64 << 10;

    /// <summary>The files of a database that a subtask's part of a checkpoint names.</summary>
    public const int DatabaseFilesMax = 2_000;

    /// <summary>What a subtask's part of a checkpoint says of the states that queries may read.</summary>
    public const int QueryableBytesMax = 64 << 10;

    /// <summary>How many nodes a cluster can have.</summary>
    public const int NodesMax = 512;

    /// <summary>How many shards, and with them slots, a cluster can have; each is an entry of Akka's distributed data.</summary>
    public const int ShardsMax = 4096;
}
