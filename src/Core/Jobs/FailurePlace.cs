namespace FlowActors;

/// <summary>How texts say where a job has failed. Each part begins with a blank, and is empty when it is not known.</summary>
internal static class FailurePlace
{
    public static string Of(string? operatorName, int? subtask)
    {
        var place = operatorName is null ? "" : $" in operator '{operatorName}'";
        return subtask is null ? place : $"{place}, subtask {subtask}";
    }

    /// <summary>What the user code was given, where failures may show records.</summary>
    public static string OfRecord(string? record) => record is null ? "" : $" [record: {record}]";
}
