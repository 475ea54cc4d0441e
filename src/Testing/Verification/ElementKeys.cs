using System.Globalization;
using FlowActors.Serialization;

namespace FlowActors.Testing;

/// <summary>Makes elements comparable: records by their bytes, so that types need no Equals of their own.</summary>
/// <param name="serializer">That of the records.</param>
internal sealed class ElementKeys(TypeSerializer serializer)
{
    private readonly ByteWriter _writer = new();

    public IEnumerable<string> Of(IEnumerable<StreamElement> elements) => elements.Select(Of);

    /// <summary>Whether both have the same records, whatever their order.</summary>
    /// <param name="one">By subtask.</param>
    /// <param name="other">By subtask.</param>
    /// <param name="eachOnce">True where it does not count how often a record is there.</param>
    public bool SameRecords(
        IReadOnlyList<IReadOnlyList<StreamElement>> one, IReadOnlyList<IReadOnlyList<StreamElement>> other, bool eachOnce) =>
        Ordered(one, eachOnce).SequenceEqual(Ordered(other, eachOnce));

    /// <summary>Whether every subtask of both says the same about event time.</summary>
    public static bool SameEventTime(IReadOnlyList<IReadOnlyList<StreamElement>> one, IReadOnlyList<IReadOnlyList<StreamElement>> other)
    {
        var expected = EventTime(one[0]).ToArray();
        return one.Concat(other).All(subtask => EventTime(subtask).SequenceEqual(expected));
    }

    private static IEnumerable<StreamElement> Records(IEnumerable<IReadOnlyList<StreamElement>> subtasks) =>
        subtasks.SelectMany(s => s).Where(e => e is StreamRecord);

    private static IEnumerable<StreamElement> EventTime(IEnumerable<StreamElement> elements) => elements.Where(e => e is not StreamRecord);

    private IEnumerable<string> Ordered(IReadOnlyList<IReadOnlyList<StreamElement>> subtasks, bool eachOnce)
    {
        var records = Of(Records(subtasks));
        return (eachOnce ? records.Distinct() : records).Order(StringComparer.Ordinal);
    }

    private string Of(StreamElement element)
    {
        if (element is not StreamRecord record) return element.ToString();
        _writer.Reset();
        serializer.WriteObject(_writer, record.Value);
        return string.Create(CultureInfo.InvariantCulture, $"{record.Timestamp} {Convert.ToHexString(_writer.WrittenSpan)}");
    }
}
