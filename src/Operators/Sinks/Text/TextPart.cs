namespace FlowActors.Sinks;

/// <summary>A hidden file beside the target that holds a piece of the output. Stands in snapshots: its members are a format.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">How many of its bytes are valid; more may follow, which a zombie or a later time has written.</param>
internal sealed record TextPart(string Name, long Bytes);

/// <summary>What one subtask has of an output, in order. Stands in snapshots: its members are a format.</summary>
/// <param name="Target">The full path of the output.</param>
/// <param name="Parts">Its pieces.</param>
internal sealed record TextParts(string Target, List<TextPart> Parts);
