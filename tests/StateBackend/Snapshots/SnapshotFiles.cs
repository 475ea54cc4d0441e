using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.State.Snapshots.Files;

namespace FlowActors.StateBackend.Tests.Snapshots;

/// <summary>Snapshot files in memory.</summary>
internal static class SnapshotFiles
{
    public const string Name = "a.snapshot";

    public static byte[] Written(Action<SnapshotFileWriter> write, int blockBytes = SnapshotFormat.BlockBytesTarget)
    {
        var stream = new MemoryStream();
        var writer = new SnapshotFileWriter(stream, blockBytes);
        write(writer);
        var summary = writer.Complete();
        Assert.Equal(stream.Length, summary.Length);
        return stream.ToArray();
    }

    public static byte[] Written(IEnumerable<StateHeader> headers, IEnumerable<Element> elements, int blockBytes = SnapshotFormat.BlockBytesTarget) => Written(
        writer =>
        {
            foreach (var (number, header) in headers.Index()) writer.Add(number, header);
            foreach (var element in elements) element.WriteTo(writer);
        },
        blockBytes);

    public static SnapshotFileReader Open(byte[] bytes) => SnapshotFileReader.Open(Name, () => new MemoryStream(bytes));

    /// <summary>All elements in the order of the file.</summary>
    public static List<Element> All(SnapshotFileReader file) => [.. file.KeyGroups.SelectMany(group => Rest(file.Read(group)))];

    public static List<Element> Rest(SnapshotCursor cursor)
    {
        var elements = new List<Element>();
        while (cursor.MoveNext()) elements.Add(Element.Of(cursor.State, cursor.Current));
        Assert.False(cursor.MoveNext());
        return elements;
    }

    public static StateHeader Keyed<TKey>(string name, StateKind kind, TypeSchema? mapKey = null, TypeSchema? ns = null) =>
        new("uid", "count", name, kind, SerializerRegistry.Default.GetKey<TKey>().Schema, ns, mapKey, Longs);

    public static StateHeader OfOperator(string name, StateKind kind, TypeSchema? mapKey = null) => new("uid", "count", name, kind, null, null, mapKey, Longs);

    public static TypeSchema Longs => SerializerRegistry.Default.Get<long>().Schema;

    public static string KeyBytes<TKey>(TKey key)
    {
        var writer = new ByteWriter();
        SerializerRegistry.Default.GetKey<TKey>().Serialize(writer, key);
        return Convert.ToHexString(writer.WrittenSpan);
    }

    public static string Bytes<T>(T value)
    {
        var writer = new ByteWriter();
        SerializerRegistry.Default.Get<T>().Serialize(writer, value);
        return Convert.ToHexString(writer.WrittenSpan);
    }
}
