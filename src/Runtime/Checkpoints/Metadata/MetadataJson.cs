using System.Text.Json;
using System.Text.Json.Serialization;

namespace FlowActors.Runtime.Checkpoints.Metadata;

/// <summary>The JSON form of metadata; made at compile time. Members that a later build of the same version has added are passed over.</summary>
[JsonSourceGenerationOptions(
    UseStringEnumConverter = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    WriteIndented = true,
    IndentSize = 1,
    NewLine = "\n")]
[JsonSerializable(typeof(SnapshotMetadata))]
internal sealed partial class MetadataJson : JsonSerializerContext;
