using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using FlowActors.Serialization;

namespace FlowActors.Sinks;

/// <summary>How lines of JSON are written.</summary>
internal static class JsonRowOptions
{
    /// <summary>What lines are written with where nobody says how.</summary>
    public static JsonSerializerOptions Default { get; } = Lined(new JsonSerializerOptions
    {
        IncludeFields = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    });

    /// <summary>The options for records of that type, null for <see cref="Default"/>, but one value stays on one line.</summary>
    /// <exception cref="JobValidationException">They do not know the type.</exception>
    public static JsonSerializerOptions Of<T>(JsonSerializerOptions? options)
    {
        var lined = options is null ? Default : Lined(options);
        Check<T>(lined);
        return lined;
    }

    /// <summary>The options, but one value stays on one line.</summary>
    public static JsonSerializerOptions Lined(JsonSerializerOptions options)
    {
        var lined = new JsonSerializerOptions(options) { WriteIndented = false };
        lined.TypeInfoResolver ??= new DefaultJsonTypeInfoResolver();
        lined.MakeReadOnly();
        return lined;
    }

    private static void Check<T>(JsonSerializerOptions options)
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
