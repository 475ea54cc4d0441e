using System.Globalization;
using System.Text;

namespace FlowActors.Sources;

/// <summary>How text files are read. Immutable; the defaults suit local disks.</summary>
public sealed record TextFileSettings
{
    // What one array holds, with room for what stands around a line.
    private const int BytesMax = 1 << 30;
    private static readonly TimeSpan IntervalMin = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan IntervalMax = TimeSpan.FromDays(24);

    /// <summary>
    /// The encoding of the files. Null, the default: that of the byte order mark of each (UTF-8, UTF-16 or UTF-32), without one
    /// UTF-8; a file without one that has a NUL among its first 4,096 bytes is refused as no text in UTF-8. Where an encoding is
    /// set, a file with the mark of another one is refused, and a NUL is a character like others. Files in other encodings
    /// than UTF-8, and such in gzip, are read by one subtask each, however large. Of gzip it is the decompressed text that counts. The fallback of the encoding is not used: what is no text in
    /// it becomes U+FFFD and is counted.
    /// </summary>
    public Encoding? Encoding { get; init; }

    /// <summary>
    /// Files in UTF-8 above this size are split into ranges of it, which are spread over the subtasks. At least 1. Default: 4 MiB.
    /// </summary>
    public long SplitBytes { get; init; } = 4 << 20;

    /// <summary>The size of one read. From 1 to 1 GiB. Default: 256 KiB.</summary>
    public int BufferBytes { get; init; } = 256 << 10;

    /// <summary>
    /// How many buffers a subtask reads ahead; its reader takes <see cref="BufferBytes"/> times this number, and no more
    /// than that besides the line at hand. At least 2. Default: 4.
    /// </summary>
    public int BuffersMax { get; init; } = 4;

    /// <summary>The longest line as UTF-8, without its end; a longer one fails the job. From 1 to 1 GiB. Default: 64 MiB.</summary>
    public int LineBytesMax { get; init; } = 64 << 20;

    /// <summary>
    /// How often the paths are looked at again for files that were not there before, each of which is read once; the source does not end then.
    /// From 1 ms to 24 days. Null, the default: they are looked at when the job is submitted, and the source ends with what is there.
    /// A file is taken when two looks, one interval apart, have found it with the same length and time of last write, so a writer that pauses
    /// for longer than this in the middle of a file has to write under a name that begins with a dot, and rename the file when it is whole.
    /// </summary>
    public TimeSpan? MonitorInterval { get; init; }

    internal void Validate()
    {
        if (MonitorInterval is { } interval && (interval < IntervalMin || interval > IntervalMax))
        {
            throw new JobValidationException(string.Create(
                CultureInfo.InvariantCulture,
                $"Text files cannot be monitored with {nameof(TextFileSettings)}.{nameof(MonitorInterval)} = {interval}: it must be at least 1 ms and at most 24 days. " +
                $"Leave it out to read what is there and end."));
        }

        Check(SplitBytes, 1, long.MaxValue, nameof(SplitBytes));
        Check(BufferBytes, 1, BytesMax, nameof(BufferBytes));
        Check(BuffersMax, 2, int.MaxValue, nameof(BuffersMax));
        Check(LineBytesMax, 1, BytesMax, nameof(LineBytesMax));
    }

    private static void Check(long value, long least, long most, string name)
    {
        if (value >= least && value <= most) return;
        var limit = most == BytesMax ? string.Create(CultureInfo.InvariantCulture, $" and at most {most}") : "";
        throw new JobValidationException(string.Create(
            CultureInfo.InvariantCulture,
            $"Text files cannot be read with {nameof(TextFileSettings)}.{name} = {value}: it must be at least {least}{limit}."));
    }
}
