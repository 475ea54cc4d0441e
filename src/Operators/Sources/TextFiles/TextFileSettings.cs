namespace FlowActors.Sources;

/// <summary>How text files are read. Immutable; the defaults suit local disks.</summary>
public sealed record TextFileSettings
{
    /// <summary>
    /// Files above this size are split into ranges of it, which are spread over the subtasks. At least 1. Default: 4 MiB.
    /// </summary>
    public long SplitBytes { get; init; } = 4 << 20;

    /// <summary>The size of one read. At least 1. Default: 256 KiB.</summary>
    public int BufferBytes { get; init; } = 256 << 10;

    /// <summary>
    /// How many buffers a subtask reads ahead; its reader takes <see cref="BufferBytes"/> times this number, and no more
    /// than that besides the line at hand. At least 2. Default: 4.
    /// </summary>
    public int BuffersMax { get; init; } = 4;

    /// <summary>The longest line, without its end; a longer one fails the job. At least 1. Default: 64 MiB.</summary>
    public int LineBytesMax { get; init; } = 64 << 20;

    internal void Validate()
    {
        Check(SplitBytes, 1, nameof(SplitBytes));
        Check(BufferBytes, 1, nameof(BufferBytes));
        Check(BuffersMax, 2, nameof(BuffersMax));
        Check(LineBytesMax, 1, nameof(LineBytesMax));
    }

    private static void Check(long value, long least, string name)
    {
        if (value < least)
            throw new JobValidationException($"Text files cannot be read with {nameof(TextFileSettings)}.{name} = {value}: it must be at least {least}.");
    }
}
