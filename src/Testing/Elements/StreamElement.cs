using System.Globalization;

namespace FlowActors.Testing;

/// <summary>One thing that travels on a stream: a record, a watermark, or a change between idle and active. Immutable.</summary>
public abstract record StreamElement
{
    private protected StreamElement()
    {
    }

    /// <summary>An event time for people: ms, or what the two ends of time are called.</summary>
    private protected static string Time(long timestamp) => timestamp switch
    {
        Timestamps.MaxWatermark => "the end of event time",
        _ => timestamp.ToString(CultureInfo.InvariantCulture),
    };
}

/// <summary>A record with its event time.</summary>
/// <param name="Value">The record.</param>
/// <param name="Timestamp">Its event time in ms; null when it has none.</param>
public sealed record StreamRecord(object? Value, long? Timestamp = null) : StreamElement
{
    /// <summary>The record as a text for people.</summary>
    public override string ToString() =>
        $"record {ElementText.Of(Value)}{(Timestamp is { } timestamp ? $" at {Time(timestamp)}" : "")}";
}

/// <summary>No record at or below it follows.</summary>
/// <param name="Timestamp">In ms; <see cref="Timestamps.MaxWatermark"/> ends event time.</param>
public sealed record Watermark(long Timestamp) : StreamElement
{
    /// <summary>The watermark as a text for people.</summary>
    public override string ToString() => $"watermark {Time(Timestamp)}";
}

/// <summary>The stream has become idle, so that it does not hold event time back, or active again.</summary>
/// <param name="IsActive">True when it is active again.</param>
public sealed record WatermarkStatus(bool IsActive) : StreamElement
{
    /// <summary>The status as a text for people.</summary>
    public override string ToString() => IsActive ? "active" : "idle";
}
