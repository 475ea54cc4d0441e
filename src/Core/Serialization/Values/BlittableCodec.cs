using System.Runtime.CompilerServices;

namespace FlowActors.Serialization;

/// <summary>Integers, floating-point numbers and characters: their memory, little-endian.</summary>
internal readonly struct BlittableCodec<T> : IFixedCodec<T>
    where T : unmanaged
{
    public static int Size => Unsafe.SizeOf<T>();

    public static bool IsBlittable => true;

    public static TypeSchema Schema { get; } = TypeSchema.Primitive(typeof(T).Name.ToLowerInvariant());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref byte target, T value) => LittleEndian.Write(ref target, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Read(ref byte source) => LittleEndian.Read<T>(ref source);
}

/// <summary>An enum as its underlying integer; values without a name are values too.</summary>
internal readonly struct EnumCodec<T, TUnderlying> : IFixedCodec<T>
    where T : unmanaged, Enum
    where TUnderlying : unmanaged
{
    public static int Size => Unsafe.SizeOf<T>();

    public static bool IsBlittable => true;

    public static TypeSchema Schema { get; } =
        TypeSchema.Of(SchemaKind.Enumeration, TypeNames.Of(typeof(T)), [new SchemaMember("underlying", BlittableCodec<TUnderlying>.Schema)]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref byte target, T value) => LittleEndian.Write(ref target, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Read(ref byte source) => LittleEndian.Read<T>(ref source);
}
