using System.Globalization;

namespace FlowActors.Sources;

/// <summary>How lines are read from a TCP connection. Immutable.</summary>
public sealed record SocketTextSettings
{
    // What one array holds, with room for what stands around a line.
    private const int BytesMax = 1 << 30;
    private static readonly TimeSpan DelayMax = TimeSpan.FromDays(1);

    /// <summary>The time before each try to connect again. From 0 to 1 day. Default: 500 ms.</summary>
    public TimeSpan ReconnectDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How often in a row it connects again after the server closed the connection, it was lost, or it was refused; bytes that come begin the
    /// count anew. When it is used up, a connection that the server closes ends the source, and one that is lost or refused fails the job: with 0
    /// at the first time. At least 0. Null, the default: without end.
    /// </summary>
    public int? ReconnectsMax { get; init; }

    /// <summary>The longest line as UTF-8, without its end; a longer one fails the job. From 1 to 1 GiB. Default: 64 MiB.</summary>
    public int LineBytesMax { get; init; } = 64 << 20;

    internal void Validate()
    {
        if (ReconnectDelay < TimeSpan.Zero || ReconnectDelay > DelayMax) throw Refused(nameof(ReconnectDelay), ReconnectDelay, "from 0 to 1 day");
        if (ReconnectsMax is { } max and < 0) throw Refused(nameof(ReconnectsMax), max, "at least 0, or null for no limit");
        if (LineBytesMax is < 1 or > BytesMax) throw Refused(nameof(LineBytesMax), LineBytesMax, $"from 1 to {BytesMax}");
    }

    private static JobValidationException Refused(string name, object value, string range) => new(string.Create(
        CultureInfo.InvariantCulture, $"Lines cannot be read from a socket with {nameof(SocketTextSettings)}.{name} = {value}: it must be {range}."));
}
