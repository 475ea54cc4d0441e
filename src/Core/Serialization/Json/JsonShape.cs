namespace FlowActors.Serialization.Json;

/// <summary>How stored bytes of one schema are shown as JSON, and what that JSON looks like. Immutable; may be used by many threads.</summary>
internal abstract class JsonShape
{
    /// <summary>Whether what it writes can be the name of a member: texts and integers.</summary>
    public virtual bool IsName => false;

    /// <summary>Reads a value's bytes and writes it.</summary>
    /// <exception cref="SerializationException">The bytes are not those of the schema.</exception>
    public abstract void Write(ref ByteReader bytes, JsonOutput json);

    /// <summary>Writes a JSON schema of what it writes, without the braces around.</summary>
    public abstract void Describe(JsonDescription json);
}

/// <summary>A <see cref="JsonShape"/> of keys, which are also asked for in JSON.</summary>
internal abstract class JsonKeyShape : JsonShape
{
    /// <summary>Appends the bytes of the key that a JSON value means.</summary>
    /// <exception cref="JsonKeyException">It means none.</exception>
    public abstract void Read(System.Text.Json.JsonElement json, ByteWriter bytes);

    /// <summary>What a key is in JSON, for people who know no types of .NET: what is wrong <c>is no ...</c>.</summary>
    public abstract string Expected { get; }
}
