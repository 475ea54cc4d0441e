using System.Text.Json;
using System.Text.Json.Serialization;

namespace FlowActors.Runtime.Control.Wire;

/// <summary>A restart strategy as its kind with its figures; times in ticks of 100 ns.</summary>
internal sealed class RestartStrategyConverter : JsonConverter<RestartStrategy>
{
    public override RestartStrategy Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var json = document.RootElement;
        return json.GetProperty("kind").GetString() switch
        {
            "none" => RestartStrategy.None,
            "fixed-delay" => new RestartStrategy.FixedDelay(json.GetProperty("attempts").GetInt32(), Time(json, "delay")),
            "failure-rate" => new RestartStrategy.FailureRate(
                json.GetProperty("maxFailures").GetInt32(), Time(json, "interval"), Time(json, "delay")),
            "exponential-delay" => new RestartStrategy.ExponentialDelay
            {
                Initial = Time(json, "initial"),
                Max = Time(json, "max"),
                Multiplier = json.GetProperty("multiplier").GetDouble(),
                ResetAfter = Time(json, "resetAfter"),
                Jitter = json.GetProperty("jitter").GetDouble(),
                Attempts = json.TryGetProperty("attempts", out var attempts) ? attempts.GetInt32() : null,
                AttemptsWithoutCheckpoint = json.TryGetProperty("attemptsWithoutCheckpoint", out var without) ? without.GetInt32() : null,
            },
            var kind => throw new JsonException($"Nothing is known of a restart strategy '{kind}': it comes from another version of FlowActors."),
        };
    }

    public override void Write(Utf8JsonWriter writer, RestartStrategy value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        switch (value)
        {
            case RestartStrategy.NoRestart:
                writer.WriteString("kind", "none");
                break;
            case RestartStrategy.FixedDelay s:
                writer.WriteString("kind", "fixed-delay");
                writer.WriteNumber("attempts", s.Attempts);
                writer.WriteNumber("delay", s.Delay.Ticks);
                break;
            case RestartStrategy.FailureRate s:
                writer.WriteString("kind", "failure-rate");
                writer.WriteNumber("maxFailures", s.MaxFailures);
                writer.WriteNumber("interval", s.Interval.Ticks);
                writer.WriteNumber("delay", s.Delay.Ticks);
                break;
            case RestartStrategy.ExponentialDelay s:
                writer.WriteString("kind", "exponential-delay");
                writer.WriteNumber("initial", s.Initial.Ticks);
                writer.WriteNumber("max", s.Max.Ticks);
                writer.WriteNumber("multiplier", s.Multiplier);
                writer.WriteNumber("resetAfter", s.ResetAfter.Ticks);
                writer.WriteNumber("jitter", s.Jitter);
                if (s.Attempts is { } attempts) writer.WriteNumber("attempts", attempts);
                if (s.AttemptsWithoutCheckpoint is { } without) writer.WriteNumber("attemptsWithoutCheckpoint", without);
                break;
            default: throw new JsonException($"A restart strategy {value.GetType()} cannot be written down.");
        }

        writer.WriteEndObject();
    }

    private static TimeSpan Time(JsonElement json, string name) => new(json.GetProperty(name).GetInt64());
}
