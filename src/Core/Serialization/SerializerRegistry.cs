using System.Collections.Concurrent;

namespace FlowActors.Serialization;

/// <summary>
/// Finds or makes the serializers of types. Plain records, classes and structs need no attributes: their members are the
/// public properties and fields, and those marked [PropertyShape]. A serializer is made once, when a job is built; making
/// one emits code, tries the type's constructor with a few made-up values, and takes milliseconds. Thread-safe.
/// </summary>
public sealed class SerializerRegistry
{
    private readonly ConcurrentDictionary<Type, TypeSerializer> _values = new();
    private readonly ConcurrentDictionary<Type, TypeSerializer> _keys = new();
    private readonly Lock _building = new();

    /// <summary>The registry of this process, which jobs use unless they are given another.</summary>
    public static SerializerRegistry Default { get; } = new();

    /// <summary>The serializer of values of <typeparamref name="T"/>.</summary>
    /// <exception cref="UnserializableTypeException">The type or a part of it can not be serialized.</exception>
    public TypeSerializer<T> Get<T>() => (TypeSerializer<T>)Get(typeof(T));

    /// <summary>The serializer of values of <paramref name="type"/>.</summary>
    /// <exception cref="UnserializableTypeException">The type or a part of it can not be serialized.</exception>
    public TypeSerializer Get(Type type)
    {
        if (Find(type) is { } known) return known;
        lock (_building)
        {
            if (Find(type) is { } built) return built;
            var builder = new SerializerBuilder(type, Find);
            var serializer = builder.Build();
            foreach (var made in builder.Made) _values.TryAdd(made.ValueType, made);
            return serializer;
        }
    }

    /// <summary>Reads values of <typeparamref name="T"/> that were written under an earlier schema.</summary>
    /// <param name="written">The schema that was stored with the values.</param>
    /// <exception cref="SerializationException">
    /// The type has changed in more than members added, removed, reordered, widened or made nullable, subtypes added, and types renamed;
    /// the message lists how.
    /// </exception>
    /// <exception cref="UnserializableTypeException">The type or a part of it can not be serialized.</exception>
    public SchemaAdapter<T> GetAdapter<T>(TypeSchema written) => GetAdapter(written, Get<T>());

    /// <summary>As <see cref="GetAdapter{T}(TypeSchema)"/>, for a serializer that may be the caller's own.</summary>
    internal SchemaAdapter<T> GetAdapter<T>(TypeSchema written, TypeSerializer<T> serializer)
    {
        var parts = CustomParts.Of(serializer);
        return new SchemaAdapter<T>(serializer, SchemaMatcher.Match(written, serializer.Schema, schema => parts.GetValueOrDefault(schema) ?? FindCustom(schema)));
    }

    /// <summary>The serializer of a user's own that writes values of that schema, as far as it is known here.</summary>
    internal TypeSerializer? FindCustom(TypeSchema schema) => _values.Values.FirstOrDefault(s => CustomParts.SchemaOf(s) is { } own && own.Equals(schema));

    /// <summary>
    /// The serializer of keys of <typeparamref name="TKey"/>: numbers, bool, char, string, decimal, dates and times, Guid,
    /// Version, enums, and nullables, tuples, records, structs and anonymous types of these. A type whose Equals was written by
    /// hand needs a key serializer that agrees with it: see <see cref="RegisterKey"/>.
    /// </summary>
    /// <exception cref="InvalidKeyTypeException">The type can not be a key.</exception>
    public KeySerializer<TKey> GetKey<TKey>()
    {
        if (_keys.TryGetValue(typeof(TKey), out var known)) return (KeySerializer<TKey>)known;
        lock (_building)
        {
            return (KeySerializer<TKey>)_keys.GetOrAdd(typeof(TKey), type => new KeyBuilder(type, t => _keys.GetValueOrDefault(t)).Build());
        }
    }

    /// <summary>Makes a serializer of the caller's own the one for its type, here and as a part of other types.</summary>
    /// <exception cref="InvalidOperationException">The type already has one, perhaps because it was asked for before.</exception>
    public void Register<T>(TypeSerializer<T> serializer)
    {
        lock (_building)
        {
            if (Primitives.Find(typeof(T)) is not null || !_values.TryAdd(typeof(T), serializer)) throw AlreadyThere(typeof(T));
        }
    }

    /// <summary>Makes a key serializer of the caller's own the one for its type, here and as a part of composite keys.</summary>
    /// <exception cref="InvalidOperationException">The type already has one, perhaps because it was asked for before.</exception>
    public void RegisterKey<TKey>(KeySerializer<TKey> serializer)
    {
        lock (_building)
        {
            if (!_keys.TryAdd(typeof(TKey), serializer)) throw AlreadyThere(typeof(TKey));
        }
    }

    private static InvalidOperationException AlreadyThere(Type type) => new(
        $"{TypeNames.Of(type)} already has a serializer. Register serializers before the first job is built, and once for each type; primitives keep theirs.");

    private TypeSerializer? Find(Type type) => Primitives.Find(type) ?? _values.GetValueOrDefault(type);
}
