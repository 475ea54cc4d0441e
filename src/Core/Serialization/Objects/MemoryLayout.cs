using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FlowActors.Serialization;

/// <summary>
/// Finds structs whose memory is their bytes: only numbers of fixed width, in the order of their members and without gaps,
/// each member nothing but its field. Many of them are written and read by one copy of memory.
/// </summary>
/// <remarks>
/// Reading so runs no constructor and no setter. Nothing is lost: every field of the struct is a member, and each gets the
/// value it had when a constructor had made it.
/// </remarks>
internal static class MemoryLayout
{
    public static bool IsBytes<T>(ObjectPlan plan, TypeSerializer[] nested)
        where T : struct
    {
        if (!BitConverter.IsLittleEndian || RuntimeHelpers.IsReferenceOrContainsReferences<T>() || typeof(T).IsGenericType) return false;
        if (!typeof(T).IsLayoutSequential || nested.Length == 0) return false;
        var fields = typeof(T).GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        if (fields.Length != nested.Length) return false;
        var offset = 0;
        for (var i = 0; i < nested.Length; i++)
        {
            if (!IsNumber(nested[i], out var size)) return false;
            if (FieldOf(plan.Members[i], fields) is not { } field || field.FieldType != plan.Members[i].Type) return false;
            if (Marshal.OffsetOf<T>(field.Name) != offset) return false;
            offset += size;
        }

        // Numbers have the same layout in managed and in native memory, so the offsets hold for both if the sizes agree.
        return offset == Unsafe.SizeOf<T>() && offset == Marshal.SizeOf<T>();
    }

    private static bool IsNumber(TypeSerializer serializer, out int size)
    {
        size = serializer is IFixedSerializer { Codec.IsGenericType: true } number
            && number.Codec.GetGenericTypeDefinition() == typeof(BlittableCodec<>)
            && serializer.ValueType.IsPrimitive && serializer.ValueType != typeof(char) && serializer.ValueType != typeof(bool)
            ? number.Size
            : 0;
        return size > 0;
    }

    // The field itself, or the one behind a property that the compiler wrote.
    private static FieldInfo? FieldOf(MemberPlan member, FieldInfo[] fields) => member.Source switch
    {
        FieldInfo field => field,
        MethodInfo getter when getter.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) =>
            Array.Find(fields, f => f.Name == $"<{getter.Name[(getter.Name.LastIndexOf('_') + 1)..]}>k__BackingField"),
        _ => null,
    };
}
