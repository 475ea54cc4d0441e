using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using FlowActors.Serialization;

namespace FlowActors.Sinks;

/// <summary>How lines of JSON are written.</summary>
internal static class JsonLineOptions
{
    /// <summary>What lines are written with where nobody says how.</summary>
    public static JsonSerializerOptions Default { get; } = Lined(new JsonSerializerOptions
    {
        IncludeFields = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    });

    /// <summary>The options, but one value stays on one line.</summary>
    public static JsonSerializerOptions Lined(JsonSerializerOptions options)
    {
        var lined = new JsonSerializerOptions(options) { WriteIndented = false };
        lined.TypeInfoResolver ??= new DefaultJsonTypeInfoResolver();
        lined.MakeReadOnly();
        return lined;
    }

    /// <summary>Asks whether values of the type can be written.</summary>
    /// <exception cref="JobValidationException">They cannot, as far as the options know.</exception>
    public static void Check<T>(JsonSerializerOptions options)
    {
        try
        {
            options.GetTypeInfo(typeof(T));
        }
        catch (Exception e) when (e is NotSupportedException or InvalidOperationException)
        {
            throw new JobValidationException($"Records of {TypeNames.Of(typeof(T))} cannot be written as JSON: {e.Message}", e);
        }
    }
}
