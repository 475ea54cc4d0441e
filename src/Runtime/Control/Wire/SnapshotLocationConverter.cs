using System.Text.Json;
using System.Text.Json.Serialization;
using FlowActors.Runtime.Checkpoints.Storage;

namespace FlowActors.Runtime.Control.Wire;

/// <summary>The location of a snapshot as its folder.</summary>
internal sealed class SnapshotLocationConverter : JsonConverter<SnapshotLocation>
{
    public override SnapshotLocation Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString() ?? throw new JsonException("A snapshot's location is the path of its folder, not null."));

    public override void Write(Utf8JsonWriter writer, SnapshotLocation value, JsonSerializerOptions options) => writer.WriteStringValue(value.Folder);
}
