using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FlowActors.Client.Wire;

namespace FlowActors.Client.State;

/// <summary>How state is read over HTTP.</summary>
public sealed record RemoteStateOptions
{
    /// <summary>How keys and values stand in JSON; null, the default: members in camel case, fields included.</summary>
    public JsonSerializerOptions? Json { get; init; }

    /// <summary>How long a question is asked again that a server refuses for a moment, as the owner of a key restarts. Default: 30 seconds; zero asks once.</summary>
    public TimeSpan RetryTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock of retries.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    internal JsonSerializerOptions JsonOrDefault => Json ?? s_json;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        MaxDepth = WireJson.DepthMax,
        IncludeFields = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };
}
