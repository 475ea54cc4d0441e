using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FlowActors.Client.Wire;

/// <summary>How answers and requests stand in JSON: members in camel case, nulls shown, times in ISO 8601, not-a-number as a text.</summary>
internal static class WireJson
{
    /// <summary>How deep values may be nested in an answer.</summary>
    public const int DepthMax = 4_096;

    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        MaxDepth = DepthMax,
        // Texts of users are JSON in a response of JSON, and in no page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true,
    };
}
