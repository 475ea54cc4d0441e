using System.Buffers.Binary;

namespace FlowActors.State.RocksDb.Interop;

/// <summary>
/// Writes changes in the form that <see cref="RocksDatabase.Write"/> takes, with one native call for all of them: a sequence number
/// (8 bytes, RocksDB sets it), their count (4 bytes), then for each a tag, the family's number, and its key and value with their
/// lengths before them. Later changes win. One thread at a time; it grows to the largest batch and keeps that, up to a bound.
/// </summary>
internal sealed class BatchBuilder
{
    /// <summary>The sequence number and the count.</summary>
    public const int HeaderBytes = 12;

    // db/dbformat.h of RocksDB. They are part of its files and do not change.
    private const byte Deletion = 0x0;
    private const byte Value = 0x1;
    private const byte FamilyDeletion = 0x4;
    private const byte FamilyValue = 0x5;
    private const byte FamilyRangeDeletion = 0xE;
    private const byte RangeDeletion = 0xF;

    private const int CountAt = 8;
    private const int FirstBytes = 1024;
    private const int VarintBytesMax = 5;

    private const int KeptBytesDefault = 4 << 20;

    private readonly uint[] _families;
    private readonly int _keptBytes;
    private byte[] _bytes = new byte[FirstBytes];
    private int _length = HeaderBytes;

    /// <param name="database">Whose families it writes to.</param>
    /// <param name="keptBytes">So much it keeps when it begins anew.</param>
    public BatchBuilder(RocksDatabase database, int keptBytes = KeptBytesDefault)
        : this(database.FamilyIds(), keptBytes)
    {
    }

    /// <param name="families">The number of each family, by its index.</param>
    /// <param name="keptBytes">So much it keeps when it begins anew.</param>
    public BatchBuilder(uint[] families, int keptBytes = KeptBytesDefault) => (_families, _keptBytes) = (families, keptBytes);

    /// <summary>Changes since <see cref="Clear"/>.</summary>
    public int Count { get; private set; }

    /// <summary>The size of <see cref="Written"/>.</summary>
    public int Bytes => _length;

    /// <summary>The batch, valid until the next call that changes it.</summary>
    public ReadOnlySpan<byte> Written
    {
        get
        {
            BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(CountAt), Count);
            return _bytes.AsSpan(0, _length);
        }
    }

    /// <summary>Sets a value.</summary>
    public void Put(int family, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        Begin(family, Value, FamilyValue, key.Length, value.Length);
        Append(key);
        Append(value);
    }

    /// <summary>Deletes a value, if there is one.</summary>
    public void Delete(int family, ReadOnlySpan<byte> key)
    {
        Begin(family, Deletion, FamilyDeletion, key.Length, 0);
        Append(key);
    }

    /// <summary>Deletes all keys of [from, to). Many such ranges make reads slow until they are compacted away.</summary>
    public void DeleteRange(int family, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        Begin(family, RangeDeletion, FamilyRangeDeletion, from.Length, to.Length);
        Append(from);
        Append(to);
    }

    /// <summary>Begins anew, in the same memory.</summary>
    public void Clear()
    {
        Count = 0;
        _length = HeaderBytes;
        // What large values needed is not kept.
        if (_bytes.Length > _keptBytes) _bytes = new byte[FirstBytes];
    }

    private void Begin(int family, byte tag, byte familyTag, int first, int second)
    {
        var id = _families[family];
        Reserve(1L + (3 * VarintBytesMax) + first + second);
        if (id == 0)
        {
            _bytes[_length++] = tag;
        }
        else
        {
            _bytes[_length++] = familyTag;
            Varint(id);
        }

        Count++;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        Varint((uint)bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Varint(uint value)
    {
        while (value >= 0x80)
        {
            _bytes[_length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _bytes[_length++] = (byte)value;
    }

    private void Reserve(long more)
    {
        var needed = _length + more;
        if (needed <= _bytes.Length) return;
        if (needed > Array.MaxLength)
            throw new InvalidOperationException($"A batch of {needed} bytes is more than one call takes ({Array.MaxLength}): write what is there and go on with the next.");
        Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(needed, 2L * _bytes.Length)));
    }
}
