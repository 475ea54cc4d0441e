using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FlowActors.CommandLine.Checkpoints;

/// <summary>Reports for programs.</summary>
[JsonSerializable(typeof(IReadOnlyList<SnapshotReport>))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    public static string Of(IReadOnlyList<SnapshotReport> reports) => JsonSerializer.Serialize(
        reports,
        typeof(IReadOnlyList<SnapshotReport>),
        new ReportJson(new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            WriteIndented = true,
            NewLine = "\n",
            // For a terminal, not for a page: angle brackets of generic types stay readable.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }));
}
