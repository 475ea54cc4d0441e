using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FlowActors.Http;

/// <summary>What is wrong with a body in JSON, for people who know no types of .NET.</summary>
internal static class BodyMistakes
{
    /// <summary>What is wrong with it.</summary>
    /// <param name="body">The body.</param>
    /// <param name="type">What is asked for.</param>
    /// <param name="failure">What the framework says of it.</param>
    public static string Of(ReadOnlyMemory<byte> body, JsonTypeInfo type, JsonException failure)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object) return "it is no object";
            return InMembers(root, type, "") ?? (IsTwice(body) ? "a member comes twice" : $"what stands at {failure.Path} cannot stand there");
        }
        catch (JsonException e)
        {
            return $"it is no JSON: {e.Message}";
        }
    }

    /// <summary>Members that there are not, and those that are missing, of an object and of those in it.</summary>
    /// <param name="value">The object.</param>
    /// <param name="type">What it should be.</param>
    /// <param name="of">Of what it is a member, as the message says it; empty for the body itself.</param>
    private static string? InMembers(JsonElement value, JsonTypeInfo type, string of)
    {
        if (value.EnumerateObject().Select(m => m.Name).FirstOrDefault(n => type.Properties.All(p => p.Name != n)) is { } other)
            return $"there is no member '{other}'{of}; there are {string.Join(", ", type.Properties.Select(p => p.Name))}";
        if (type.Properties.FirstOrDefault(p => p.IsRequired && !value.TryGetProperty(p.Name, out _)) is { } missing) return $"the member '{missing.Name}'{of} is missing";
        return type.Properties
            .Where(p => value.TryGetProperty(p.Name, out var member) && member.ValueKind == JsonValueKind.Object)
            .Select(p => type.Options.GetTypeInfo(p.PropertyType) is { Kind: JsonTypeInfoKind.Object } inner ? InMembers(value.GetProperty(p.Name), inner, $" of '{p.Name}'") : null)
            .FirstOrDefault(mistake => mistake is not null);
    }

    private static bool IsTwice(ReadOnlyMemory<byte> body)
    {
        try
        {
            JsonDocument.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = false }).Dispose();
            return false;
        }
        catch (JsonException)
        {
            return true;
        }
    }
}
