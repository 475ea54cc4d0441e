namespace FlowActors;

/// <summary>How texts say where a job has failed. Each part begins with a blank, and is empty when it is not known.</summary>
internal static class FailurePlace
{
    public static string Of(string? operatorName, int? subtask, string? position)
    {
        var place = operatorName is null ? "" : $" in operator '{operatorName}'";
        if (subtask is not null) place += $", subtask {subtask}";
        return position is null ? place : $"{place}, {Preposition(position)}{position}";
    }

    // A record, a timer or the end of an input is where something fails; "after record 7" says it itself.
    private static string Preposition(string position) =>
        position.StartsWith("after ", StringComparison.Ordinal) || position.StartsWith("before ", StringComparison.Ordinal) ? "" : "at ";

    /// <summary>What the user code was given, where failures may show records.</summary>
    public static string OfRecord(string? record) => record is null ? "" : $" [record: {record}]";
}
