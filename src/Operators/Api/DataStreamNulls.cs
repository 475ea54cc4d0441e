using FlowActors.Operators;

namespace FlowActors;

/// <summary>
/// Streams whose records may be null become streams of records that are not. A lambda such as <c>Filter(x => x is not null)</c> keeps
/// the same records, but the compiler cannot tell from it that none is null.
/// </summary>
public static class DataStreamNulls
{
    /// <summary>Keeps the records that are not null: what comes next needs no check.</summary>
    public static DataStream<T> FilterNotNull<T>(this DataStream<T?> stream)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(stream);
        return stream.Add<T>("Filter", [], static () => (OneInputOperator<T?, T>)(object)new FilterOperator<T?>(static x => x is not null));
    }

    /// <summary>Keeps the records that have a value, and gives the values.</summary>
    public static DataStream<T> FilterNotNull<T>(this DataStream<T?> stream)
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(stream);
        return stream.Add<T>("Filter", [], static () => new NotNullOperator<T>());
    }
}
