using System.Diagnostics.CodeAnalysis;

namespace FlowActors.Sources;

/// <summary>The records of several splits up to a number, in the order of their numbers. The splits move on with it.</summary>
internal readonly struct MergedCursor<T, TRecords>(TRecords records, List<NumberedSplit> splits, long[] next, long end) : IRecordCursor<T>
    where TRecords : struct, INumberedRecords<T>
{
    public bool TryNext([MaybeNullWhen(false)] out T record, out long timestamp)
    {
        timestamp = Timestamps.None;
        var first = 0;
        for (var i = 1; i < next.Length; i++)
        {
            if (next[i] < next[first]) first = i;
        }

        var split = splits[first];
        var number = next[first];
        if (number >= Math.Min(split.End, end))
        {
            record = default;
            return false;
        }

        record = records.At(number);
        next[first] = split.Step <= split.End - number ? number + split.Step : long.MaxValue;
        if (next[first] >= split.End) next[first] = long.MaxValue;
        return true;
    }
}
