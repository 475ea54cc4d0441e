using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Deployment;

namespace FlowActors.Runtime.Control.Wire;

/// <summary>A job id as its digits.</summary>
internal sealed class JobIdConverter : JsonConverter<JobId>
{
    public override JobId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, JobId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

/// <summary>An attempt's id as <c>job-region-number</c>.</summary>
internal sealed class AttemptIdConverter : JsonConverter<AttemptId>
{
    public override AttemptId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var parts = IdText.Split(reader.GetString()!, 3, "an attempt, which has the form job-region-number");
        return new AttemptId(new JobId(parts[0]), IdText.Number(parts[1]), IdText.Number(parts[2]));
    }

    public override void Write(Utf8JsonWriter writer, AttemptId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

/// <summary>A subtask's id as its entity id: <c>job-attempt-vertex-subtask</c>.</summary>
internal sealed class SubtaskIdConverter : JsonConverter<SubtaskId>
{
    public override SubtaskId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var parts = IdText.Split(reader.GetString()!, 4, "a subtask, which has the form job-attempt-vertex-subtask");
        return new SubtaskId(new JobId(parts[0]), IdText.Number(parts[1]), IdText.Number(parts[2]), IdText.Number(parts[3]));
    }

    public override void Write(Utf8JsonWriter writer, SubtaskId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

/// <summary>The parts of ids.</summary>
internal static class IdText
{
    public static string[] Split(string text, int parts, string kind)
    {
        var split = text.Split('-');
        return split.Length == parts ? split : throw new JsonException($"'{text}' is not the id of {kind}.");
    }

    public static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
