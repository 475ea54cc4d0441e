namespace FlowActors;

/// <summary>Event-time timestamps and watermarks are milliseconds since 1970-01-01 UTC, as in Flink.</summary>
public static class Timestamps
{
    /// <summary>The timestamp of a record that has none.</summary>
    public const long None = long.MinValue;

    /// <summary>The watermark that ends event time: nothing comes after it.</summary>
    public const long MaxWatermark = long.MaxValue;
}
