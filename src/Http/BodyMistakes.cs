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
            if (root.EnumerateObject().Select(m => m.Name).FirstOrDefault(n => type.Properties.All(p => p.Name != n)) is { } other)
                return $"there is no member '{other}'; there are {string.Join(", ", type.Properties.Select(p => p.Name))}";
            if (type.Properties.FirstOrDefault(p => p.IsRequired && !root.TryGetProperty(p.Name, out _)) is { } missing) return $"the member '{missing.Name}' is missing";
            return IsTwice(body) ? "a member comes twice" : $"what stands at {failure.Path} cannot stand there";
        }
        catch (JsonException e)
        {
            return $"it is no JSON: {e.Message}";
        }
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
