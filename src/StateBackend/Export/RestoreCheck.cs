using FlowActors.Serialization;
using FlowActors.State.Scopes;

namespace FlowActors.State.Export;

/// <summary>Whether what was restored under a name is what the operator asks for.</summary>
internal static class RestoreCheck
{
    /// <summary>Values may have changed as schemas may; keys and namespaces, by which elements are found, may not.</summary>
    /// <exception cref="InvalidOperationException">It is something else; the message says what.</exception>
    public static void Check(StateHeader restored, StateHeader asked)
    {
        if (restored.Kind != asked.Kind) throw Refused(restored, $"is a {Text(restored)} state, and is now asked for as a {Text(asked)} state");
        CheckPart("keys", restored, restored.Key, asked.Key);
        CheckPart("namespaces", restored, restored.Namespace, asked.Namespace);
        CheckPart("map keys", restored, restored.MapKey, asked.MapKey);
    }

    /// <summary>Reads values that were written under the schema of the header.</summary>
    public static ValueReader<T> ReaderOf<T>(StateHeader restored, TypeSerializer<T> serializer, SerializerRegistry serializers)
    {
        if (restored.Value.Equals(serializer.Schema)) return serializer.Deserialize;
        // A serializer of the descriptor's own is known to nobody who could adapt it.
        if (!ReferenceEquals(serializer, serializers.Get<T>()))
            throw Refused(restored, $"has values of {restored.Value}, which its serializer, that of {serializer.Schema}, cannot read");
        try
        {
            return serializers.GetAdapter<T>(restored.Value).Deserialize;
        }
        catch (SerializationException e)
        {
            throw Refused(restored, $"has values that can no longer be read: {e.Message}", e);
        }
    }

    private static void CheckPart(string part, StateHeader header, TypeSchema? restored, TypeSchema? asked)
    {
        if (!Equals(restored, asked)) throw Refused(header, $"has {part} of {TextOf(restored)}, not of {TextOf(asked)}");
    }

    private static string Text(StateHeader header) => StateSignature.TextOf(header.Kind);

    private static string TextOf(TypeSchema? schema) => schema?.ToString() ?? "no type";

    private static InvalidOperationException Refused(StateHeader header, string what, Exception? inner = null) => new(
        $"State '{header.Name}' of operator '{header.OperatorName}', as it was restored, {what}. Give the state another name to start it " +
        "empty, or restore with the types that it was written with.",
        inner);
}

/// <summary>Reads one value and leaves the reader behind it.</summary>
internal delegate T ValueReader<out T>(ref ByteReader reader);
