using FlowActors.Serialization;
using FlowActors.State.Export;
using FlowActors.State.Scans;
using FlowActors.State.Scopes;
using FlowActors.State.Tables;

namespace FlowActors.State.Keyed;

/// <summary>A keyed state, and how its elements become bytes and come back.</summary>
internal abstract class KeyedEntry<TKey, TNamespace, TElement>(
    TableSettings<TKey, TNamespace> settings, StateSignature signature, StateHeader header, object state)
    : StateEntry(signature, header, state), IKeyScan<TKey>, IElementsOfKeys
{
    private readonly ByteWriter _bytes = new();

    private TableSettings<TKey, TNamespace> Settings => settings;

    protected abstract long KeyCount { get; }

    protected abstract long ElementCount { get; }

    public sealed override RegisteredState Describe() => new(
        Header.OperatorUid, Header.OperatorName, Header.Name, Header.Kind, typeof(TKey), Signature.Types, KeyCount, ElementCount);

    public sealed override void Export(int keyGroup, int number, IStateWriter writer) => Scan(keyGroup, KeyRange.All, (in element) =>
    {
        writer.Write(number, element);
        return true;
    });

    public void Scan(int keyGroup, KeyRange keys, ElementTaker taker)
    {
        foreach (var stored in Scan(keyGroup, keys))
        {
            var (key, ns, element) = stored;
            _bytes.Reset();
            settings.Keys.Keys.Serialize(_bytes, key);
            var endOfKey = _bytes.Position;
            settings.Namespaces.Write(_bytes, ns);
            var endOfNamespace = _bytes.Position;
            WriteMapKey(_bytes, element);
            var endOfMapKey = _bytes.Position;
            WriteValue(_bytes, element);
            var bytes = _bytes.WrittenSpan;
            var isEnough = !taker(new StateElement
            {
                KeyGroup = keyGroup,
                Key = bytes[..endOfKey],
                Namespace = bytes[endOfKey..endOfNamespace],
                MapKey = bytes[endOfNamespace..endOfMapKey],
                Value = bytes[endOfMapKey..],
                LastTouch = stored.LastTouch,
            });
            if (isEnough) return;
        }
    }

    public int GroupOf(ReadOnlySpan<byte> key)
    {
        KeyOf(key, out var hash);
        return settings.Keys.GroupOf(hash);
    }

    public void Read(ReadOnlySpan<byte> key, ElementTaker taker)
    {
        CheckPlain();
        var typed = KeyOf(key, out var hash);
        foreach (var element in ElementsOf(typed, hash))
        {
            if (!Tell(key, hash, element, taker)) return;
        }
    }

    public KeyGroupRange KeyGroups => settings.Keys.Groups;

    long IElementsOfKeys.KeyCount => KeyCount;

    public bool FindKeys(KeyWindow window, ScanSlice slice)
    {
        CheckPlain();
        return FindKeysIn(window, slice);
    }

    public void ReadKeys(IEnumerable<byte[]> keys, ElementTaker taker)
    {
        CheckPlain();
        byte[] key = [];
        var hash = 0;
        foreach (var (_, _, element) in ElementsOf(keys.Select(Next)))
        {
            if (!Tell(key, hash, element, taker)) return;
        }

        HashedKey<TKey> Next(byte[] bytes) => new(KeyOf(key = bytes, out hash), hash);
    }

    public bool FindEntries(ReadOnlySpan<byte> key, KeyWindow window, ScanSlice slice)
    {
        CheckPlain();
        return FindEntriesOf(KeyOf(key, out var hash), hash, window, slice);
    }

    public void ReadEntries(ReadOnlySpan<byte> key, IEnumerable<byte[]> mapKeys, ElementTaker taker)
    {
        CheckPlain();
        var typed = KeyOf(key, out var hash);
        foreach (var mapKey in mapKeys)
        {
            _bytes.Reset();
            if (!TryWriteEntry(_bytes, typed, hash, mapKey)) continue;
            var isEnough = !taker(new StateElement
            {
                KeyGroup = settings.Keys.GroupOf(hash),
                Key = mapKey,
                Namespace = [],
                MapKey = [],
                Value = _bytes.WrittenSpan,
            });
            if (isEnough) return;
        }
    }

    public sealed override void Import(UnclaimedState restored)
    {
        BeginImport(restored.Header);
        var import = new Importing(this);
        for (var group = settings.Keys.Groups.Start; group <= settings.Keys.Groups.End; group++) restored.Export(group, 0, import);
    }

    // Elements of a key lie side by side.
    public IReadOnlyList<TKey> Keys(int keyGroup)
    {
        var keys = new List<TKey>();
        foreach (var (key, _, _) in Scan(keyGroup, KeyRange.All))
        {
            if (keys.Count == 0 || !settings.Keys.Keys.Equals(keys[^1], key)) keys.Add(key);
        }

        return keys;
    }

    protected abstract IEnumerable<StoredElement<TKey, TNamespace, TElement>> Scan(int keyGroup, KeyRange keys);

    /// <summary>The elements of a key, where there are no namespaces; to be read at once.</summary>
    protected abstract IEnumerable<TElement> ElementsOf(TKey key, int hash);

    /// <inheritdoc cref="IStateTable{TKey,TNamespace,TElement}.FindKeys"/>
    protected abstract bool FindKeysIn(KeyWindow window, ScanSlice slice);

    /// <inheritdoc cref="IStateTable{TKey,TNamespace,TElement}.ReadKeys"/>
    protected abstract IEnumerable<StoredElement<TKey, TNamespace, TElement>> ElementsOf(IEnumerable<HashedKey<TKey>> keys);

    /// <inheritdoc cref="IElementsOfKeys.FindEntries"/>
    protected virtual bool FindEntriesOf(TKey key, int hash, KeyWindow window, ScanSlice slice) => throw NoMaps();

    /// <summary>Writes what one entry of the map of a key has; false where there is no such entry.</summary>
    protected virtual bool TryWriteEntry(ByteWriter writer, TKey key, int hash, byte[] mapKey) => throw NoMaps();

    protected virtual void WriteMapKey(ByteWriter writer, TElement element)
    {
    }

    protected abstract void WriteValue(ByteWriter writer, TElement element);

    /// <summary>Makes ready for values that were written under that header.</summary>
    protected abstract void BeginImport(StateHeader restored);

    /// <summary>Puts one element in, behind those of its key that came before.</summary>
    protected abstract void Put(TKey key, int hash, TNamespace ns, StateElement element);

    private void CheckPlain()
    {
        if (!NamespaceRules<TNamespace>.IsVoid)
            throw new NotSupportedException($"State '{Header.Name}' of operator '{Header.OperatorName}' has namespaces, and is read by key group only.");
    }

    private NotSupportedException NoMaps() => new($"State '{Header.Name}' of operator '{Header.OperatorName}' keeps no maps.");

    private bool Tell(ReadOnlySpan<byte> key, int hash, TElement element, ElementTaker taker)
    {
        _bytes.Reset();
        WriteMapKey(_bytes, element);
        var endOfMapKey = _bytes.Position;
        WriteValue(_bytes, element);
        var bytes = _bytes.WrittenSpan;
        return taker(new StateElement
        {
            KeyGroup = settings.Keys.GroupOf(hash),
            Key = key,
            Namespace = [],
            MapKey = bytes[..endOfMapKey],
            Value = bytes[endOfMapKey..],
        });
    }

    private TKey KeyOf(ReadOnlySpan<byte> bytes, out int hash)
    {
        var reader = new ByteReader(bytes);
        var key = settings.Keys.Keys.Deserialize(ref reader);
        if (reader.Remaining > 0) throw new SerializationException($"{reader.Remaining} bytes follow a key of state '{Header.Name}'.");
        hash = settings.Keys.Hash(key);
        return key;
    }

    private sealed class Importing(KeyedEntry<TKey, TNamespace, TElement> entry) : IStateWriter
    {
        public void Add(int state, StateHeader header)
        {
        }

        public void Write(int state, in StateElement element)
        {
            var keyBytes = new ByteReader(element.Key);
            var key = entry.Settings.Keys.Keys.Deserialize(ref keyBytes);
            entry.Put(key, entry.Settings.Keys.Hash(key), entry.Settings.Namespaces.Read(element.Namespace), element);
        }
    }
}
