using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using FlowActors.Runtime.Tasks;

namespace FlowActors.Runtime.Control;

/// <summary>A job id as its digits.</summary>
internal sealed class JobIdConverter : JsonConverter<JobId>
{
    public override JobId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, JobId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

/// <summary>A subtask's id as its entity id: <c>job-attempt-vertex-subtask</c>.</summary>
internal sealed class SubtaskIdConverter : JsonConverter<SubtaskId>
{
    public override SubtaskId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.GetString()!;
        var parts = text.Split('-');
        if (parts.Length != 4) throw new JsonException($"'{text}' is not the id of a subtask, which has the form job-attempt-vertex-subtask.");
        return new SubtaskId(new JobId(parts[0]), Number(parts[1]), Number(parts[2]), Number(parts[3]));
    }

    public override void Write(Utf8JsonWriter writer, SubtaskId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
