namespace FlowActors.Testing;

/// <summary>Records without their order, compared by their bytes. Immutable.</summary>
internal sealed class RecordBag
{
    private readonly ElementKeys _keys;
    private readonly IReadOnlyList<StreamRecord> _records;
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public RecordBag(IReadOnlyList<StreamRecord> records, ElementKeys keys)
    {
        (_records, _keys) = (records, keys);
        foreach (var key in keys.Of(records)) _counts[key] = _counts.GetValueOrDefault(key) + 1;
    }

    /// <summary>What is here more often than there, in order; each as often as it is more.</summary>
    public IReadOnlyList<StreamRecord> Without(RecordBag other)
    {
        var left = new Dictionary<string, int>(other._counts, StringComparer.Ordinal);
        var more = new List<StreamRecord>();
        foreach (var (record, key) in _records.Zip(_keys.Of(_records)))
        {
            var count = left.GetValueOrDefault(key);
            if (count == 0) more.Add(record);
            else left[key] = count - 1;
        }

        return more;
    }

    /// <summary>What is here twice or more often and less often there.</summary>
    public IReadOnlyList<StreamRecord> RepeatedWithout(RecordBag other) => [.. Without(other).Where(r => _counts[_keys.Of([r]).Single()] > 1)];
}
