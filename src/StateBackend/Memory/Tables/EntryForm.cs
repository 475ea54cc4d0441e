using FlowActors.Serialization;
using FlowActors.State.Memory.Frozen;
using FlowActors.State.Tables;

namespace FlowActors.State.Memory.Tables;

/// <summary>How the elements of an entry become bytes.</summary>
internal abstract class EntryForm<TKey, TNamespace, TValue>(TableSettings<TKey, TNamespace> settings, TypeSerializer elements)
{
    private readonly KeySerializer<TKey> _keys = settings.Keys.Keys;
    private readonly NamespaceRules<TNamespace> _namespaces = settings.Namespaces;

    /// <summary>Whether elements that were handed out may be changed in place.</summary>
    public bool ElementsChange { get; } = !elements.IsImmutable;

    /// <summary>Whether a copy of an entry keeps its elements as they are: nobody changes the value in place.</summary>
    public abstract bool IsKeptByCopy { get; }

    public abstract void Save(FrozenGroup group, in Entry<TKey, TNamespace, TValue> entry);

    /// <summary>Begins an element with its key and its namespace.</summary>
    /// <param name="group">Takes the element.</param>
    /// <param name="entry">Has it.</param>
    /// <param name="ns">Where the namespace begins.</param>
    protected ByteWriter Begin(FrozenGroup group, in Entry<TKey, TNamespace, TValue> entry, out int ns)
    {
        var bytes = group.Begin();
        _keys.Serialize(bytes, entry.Key);
        ns = bytes.Position;
        if (!NamespaceRules<TNamespace>.IsVoid) _namespaces.Write(bytes, entry.Namespace);
        return bytes;
    }
}

/// <summary>The value.</summary>
internal sealed class ValueForm<TKey, TNamespace, T>(TableSettings<TKey, TNamespace> settings, TypeSerializer<T> values)
    : EntryForm<TKey, TNamespace, T>(settings, values)
{
    public override bool IsKeptByCopy => !ElementsChange;

    public override void Save(FrozenGroup group, in Entry<TKey, TNamespace, T> entry)
    {
        var bytes = Begin(group, in entry, out var ns);
        var value = bytes.Position;
        values.Serialize(bytes, entry.Value);
        group.End(0, ns, value, value);
    }
}

/// <summary>One element after the other, in the order of the list.</summary>
internal sealed class ListForm<TKey, TNamespace, T>(TableSettings<TKey, TNamespace> settings, TypeSerializer<T> values)
    : EntryForm<TKey, TNamespace, List<T>>(settings, values)
{
    public override bool IsKeptByCopy => false;

    public override void Save(FrozenGroup group, in Entry<TKey, TNamespace, List<T>> entry)
    {
        foreach (var element in entry.Value)
        {
            var bytes = Begin(group, in entry, out var ns);
            var value = bytes.Position;
            values.Serialize(bytes, element);
            group.End(0, ns, value, value);
        }
    }
}

/// <summary>The entries of the map, which are sorted with all others.</summary>
internal sealed class MapForm<TKey, TNamespace, TMapKey, TMapValue>(
    TableSettings<TKey, TNamespace> settings, KeySerializer<TMapKey> mapKeys, TypeSerializer<TMapValue> values)
    : EntryForm<TKey, TNamespace, Dictionary<TMapKey, TMapValue>>(settings, values)
    where TMapKey : notnull
{
    public override bool IsKeptByCopy => false;

    public override void Save(FrozenGroup group, in Entry<TKey, TNamespace, Dictionary<TMapKey, TMapValue>> entry)
    {
        foreach (var (mapKey, element) in entry.Value)
        {
            var bytes = Begin(group, in entry, out var ns);
            var start = bytes.Position;
            mapKeys.Serialize(bytes, mapKey);
            var value = bytes.Position;
            values.Serialize(bytes, element);
            group.End(0, ns, start, value);
        }
    }
}
