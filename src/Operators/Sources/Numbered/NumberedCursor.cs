using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace FlowActors.Sources;

/// <summary>The records of one split, below a limit.</summary>
/// <param name="records">Makes them.</param>
/// <param name="next">The number of the first.</param>
/// <param name="step">From one number to the next.</param>
/// <param name="limit">All numbers are below it.</param>
internal struct NumberedCursor<T, TRecords>(TRecords records, long next, long step, long limit) : IRecordCursor<T>
    where TRecords : struct, INumberedRecords<T>
{
    private readonly TRecords _records = records;
    private readonly long _step = step;
    private readonly long _limit = limit;
    private long _next = next;

    /// <summary>The number of the next record.</summary>
    public readonly long Next => _next;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryNext([MaybeNullWhen(false)] out T record, out long timestamp)
    {
        timestamp = Timestamps.None;
        var number = _next;
        if (number >= _limit)
        {
            record = default;
            return false;
        }

        record = _records.At(number);
        _next = number + _step;
        return true;
    }
}
