using FlowActors.Serialization;

namespace FlowActors.State.Export;

/// <summary>Whether what was restored under a name is what the operator asks for, and how it is read.</summary>
internal static class RestoreCheck
{
    /// <summary>Values may have changed as schemas may; the kind, and what elements are found by, may not.</summary>
    /// <exception cref="IncompatibleStateException">It is something else; the message says what.</exception>
    public static void Check(StateHeader restored, StateHeader asked, SerializerRegistry serializers)
    {
        var match = StateMatch.Of(restored, asked, serializers);
        if (match.Verdict is StateVerdict.Incompatible) throw new IncompatibleStateException(IncompatibleStateException.Describe(match));
    }

    /// <summary>Parts of one state, which may have values of different forms.</summary>
    /// <exception cref="IncompatibleStateException">They are parts of different ones.</exception>
    public static void CheckParts(StateHeader one, StateHeader other)
    {
        var obstacles = StateCompatibility.FindFixed(one, other).ToArray();
        if (obstacles.Length > 0) throw new IncompatibleStateException(IncompatibleStateException.Describe(one, obstacles));
    }

    /// <summary>Reads values that were written under the schema of the header, which has been checked.</summary>
    public static ValueReader<T> ReaderOf<T>(StateHeader restored, TypeSerializer<T> serializer, SerializerRegistry serializers)
    {
        var adapter = serializers.GetAdapter(restored.Value, serializer);
        return adapter.IsIdentity ? serializer.Deserialize : adapter.Deserialize;
    }
}

/// <summary>Reads one value and leaves the reader behind it.</summary>
internal delegate T ValueReader<out T>(ref ByteReader reader);
