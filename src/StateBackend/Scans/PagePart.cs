namespace FlowActors.State.Scans;

/// <summary>What one or several subtasks have of a page.</summary>
/// <param name="Keys">The keys, in the order of the scan.</param>
/// <param name="Next">Up to where they are told, all of which are there; null for the end of what these subtasks have.</param>
/// <param name="IsTooLarge">Whether there are no keys, as the first one, which is that of <paramref name="Next"/>, is too large for a page by itself.</param>
internal sealed record PagePart(IReadOnlyList<ScannedKey> Keys, ScanPosition? Next, bool IsTooLarge)
{
    /// <summary>One part of several: the first keys of all, up to where each of them has told what it has.</summary>
    /// <param name="scan">What is read.</param>
    /// <param name="parts">Those of some subtasks, of one page.</param>
    /// <param name="limits">How large it may become.</param>
    public static PagePart Merge(StateScan scan, IReadOnlyList<PagePart> parts, PageLimits limits)
    {
        var end = parts.Select(p => p.Next).Where(n => n is not null).Min();
        var told = parts.SelectMany(p => p.Keys).Where(k => end is null || !end.IsBefore(scan.PlaceOf(k.KeyGroup), k.Key))
            .OrderBy(k => scan.Behind(k.KeyGroup, k.Key)).ToList();
        var (taken, bytes) = (0, 0L);
        while (taken < told.Count && taken < limits.Keys && (bytes += limits.BytesOf(told[taken])) <= limits.Bytes) taken++;
        var isTooLarge = parts.Any(p => p.IsTooLarge && p.Next!.CompareTo(end) == 0);
        var isAll = taken == told.Count && !(isTooLarge && taken > 0);
        return new PagePart(
            told.GetRange(0, taken), isAll ? end : scan.Behind(told[taken - 1].KeyGroup, told[taken - 1].Key), isTooLarge && told.Count == 0);
    }
}

/// <summary>How large a page may become.</summary>
/// <param name="Keys">How many keys.</param>
/// <param name="Bytes">How many bytes.</param>
/// <param name="BytesEach">What is reckoned for each key and each element beside its bytes.</param>
internal readonly record struct PageLimits(int Keys, long Bytes, int BytesEach)
{
    public long BytesOf(ScannedKey key)
    {
        var bytes = BytesOf(key.Key);
        foreach (var element in key.Elements) bytes += BytesOf(element.MapKey, element.Value);
        return bytes;
    }

    /// <summary>Those of a key alone.</summary>
    public long BytesOf(byte[] key) => key.Length + BytesEach;

    /// <summary>Those of one of its elements.</summary>
    public long BytesOf(ReadOnlySpan<byte> mapKey, ReadOnlySpan<byte> value) => mapKey.Length + value.Length + BytesEach;
}
