using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FlowActors.Runtime.Hosting;

namespace FlowActors.Http;

/// <summary>What may be a secret in a value that is an object or a list in JSON: members by their names, with all that is in them, and parts of texts.</summary>
internal static class SecretsInJson
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The value as it may be shown; null where it is no object and no list.</summary>
    public static string? TryMask(string value)
    {
        if (!value.AsSpan().TrimStart().StartsWith("{", StringComparison.Ordinal) && !value.AsSpan().TrimStart().StartsWith("[", StringComparison.Ordinal)) return null;
        try
        {
            using var json = JsonDocument.Parse(value);
            using var output = new MemoryStream();
            bool isMasked;
            using (var writer = new Utf8JsonWriter(output, s_options)) isMasked = Write(json.RootElement, writer);
            return isMasked ? Encoding.UTF8.GetString(output.GetBuffer(), 0, (int)output.Length) : value;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // It is none, or has half of a character: its parts are looked for as in any text.
            return null;
        }
    }

    // Whether something was masked: else the text stays as it was written.
    private static bool Write(JsonElement value, Utf8JsonWriter writer)
    {
        var isMasked = false;
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    if (Secrets.IsSecret(member.Name)) isMasked = WriteMasked(writer);
                    else isMasked |= Write(member.Value, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray()) isMasked |= Write(item, writer);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                var text = value.GetString()!;
                var shown = Secrets.MaskParts(text);
                writer.WriteStringValue(shown);
                return shown != text;
            default:
                value.WriteTo(writer);
                break;
        }

        return isMasked;
    }

    private static bool WriteMasked(Utf8JsonWriter writer)
    {
        writer.WriteStringValue(ConfigurationLeaves.Masked);
        return true;
    }
}
