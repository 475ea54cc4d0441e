using System.Runtime.CompilerServices;
using FlowActors.Serialization;

namespace FlowActors.State.RocksDb.Caching;

/// <summary>What objects take in memory.</summary>
internal static class ManagedBytes
{
    private const int Header = 24;

    /// <summary>A key, beside its slot.</summary>
    public static long OfKey<TKey>(TKey key)
    {
        if (key is string text) return Header + (2 * text.Length);
        return RuntimeHelpers.IsReferenceOrContainsReferences<TKey>() ? 2 * Header : 0;
    }
}

/// <summary>
/// What values of a type take, learned by what is allocated as they are read: of their bytes a value takes so many times as much. Used on the
/// subtask's thread.
/// </summary>
internal sealed class ValueSizes<T>(TypeSerializer<T> values)
{
    private const int LearnedEvery = 32;

    private readonly bool _isPlain = !RuntimeHelpers.IsReferenceOrContainsReferences<T>();
    private readonly ByteWriter _bytes = new();
    private double _perByte = 4;
    private double _always = 24;
    private int _untilLearned;

    /// <summary>Reads a value.</summary>
    public T Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        if (_isPlain || --_untilLearned > 0) return values.Deserialize(ref reader);
        _untilLearned = LearnedEvery;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var value = values.Deserialize(ref reader);
        Learn(bytes.Length, GC.GetAllocatedBytesForCurrentThread() - before);
        return value;
    }

    /// <summary>What a value takes, beside its slot.</summary>
    public long Of(T value)
    {
        if (_isPlain || value is null) return 0;
        if (value is string text) return 24 + (2 * text.Length);
        _bytes.Reset();
        try
        {
            values.Serialize(_bytes, value);
            Read(_bytes.WrittenSpan);
        }
        catch (Exception)
        {
            // Of user code perhaps. Whoever writes or reads it is told, and not whoever needs room.
            return (long)_always;
        }

        return (long)(_always + (_perByte * _bytes.Position));
    }

    private void Learn(int length, long allocated)
    {
        if (length == 0) return;
        _perByte += ((Math.Max(0, allocated - _always) / length) - _perByte) / 8;
        _always += (Math.Min(allocated, 64) - _always) / 8;
    }
}
