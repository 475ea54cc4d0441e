using System.Collections;

namespace FlowActors.Serialization;

/// <summary>Types that can not be keys, each with its reason.</summary>
internal static class KeyRefusals
{
    public const string NotAValue = "is no plain value. Use a number, a string, or a record, tuple or struct of such.";

    public static string? Of(Type type)
    {
        if (Functions.AsyncCode.RefusalOfResult(type) is { } asynchronous) return asynchronous;
        if (type.IsArray || (typeof(IEnumerable).IsAssignableFrom(type) && type != typeof(string)))
            return "is a collection: its equality is that of references, or can change with its elements. Use a string or a record of the parts that count.";
        if (type == typeof(Uri)) return "compares with rules of its own (case of the host, fragment). Use its text.";
        if (type.IsInterface || type.IsAbstract) return "can hold values of types that are not known here. Use a concrete type.";
        return Refusals.Of(type);
    }
}
