using System.Text;

namespace FlowActors.Serialization;

/// <summary>Readable type names without assembly versions, the same in every process: they stand in errors and in schemas.</summary>
internal static class TypeNames
{
    public static string Of(Type type)
    {
        if (type.IsArray) return $"{Of(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (!type.IsGenericType) return (type.FullName ?? type.Name).Replace('+', '.');
        var definition = type.GetGenericTypeDefinition();
        var arguments = new Queue<Type>(type.GetGenericArguments());
        var text = new StringBuilder();
        foreach (var part in definition.FullName!.Replace('+', '.').Split('.')) Append(text, part, arguments);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string part, Queue<Type> arguments)
    {
        if (text.Length > 0) text.Append('.');
        var tick = part.IndexOf('`', StringComparison.Ordinal);
        if (tick < 0)
        {
            text.Append(part);
            return;
        }

        var count = int.Parse(part.AsSpan(tick + 1), provider: null);
        text.Append(part, 0, tick).Append('<').AppendJoin(", ", Enumerable.Range(0, count).Select(_ => Of(arguments.Dequeue()))).Append('>');
    }
}
