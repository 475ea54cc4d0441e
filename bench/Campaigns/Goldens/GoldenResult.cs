namespace FlowActors.Bench.Campaigns.Goldens;

/// <summary>What became of one query on one way.</summary>
/// <param name="Kills">How many processes were killed.</param>
/// <param name="Resumed">From which positions of the source others went on.</param>
/// <param name="Difference">What differs from what was published; null for nothing.</param>
internal sealed record GoldenResult(int Kills, IReadOnlyList<string> Resumed, string? Difference)
{
    /// <summary>How often a process did not start within its time limit, so that everything began anew: at the second time nothing is known of the rows.</summary>
    public int NotStarted { get; init; }

    /// <summary>Whether nothing is known of the rows.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>Whether the rows are those that were published.</summary>
    public bool IsRight => !IsUnknown && Difference is null;

    /// <summary>In a few words.</summary>
    public string Verdict => IsUnknown ? $"not started: {Difference}" : Difference?.ReplaceLineEndings(" ") ?? "as published";
}

/// <summary>One query to run on one way.</summary>
/// <param name="Golden">What is to come out.</param>
/// <param name="Nodes">Over how many nodes its job is spread.</param>
/// <param name="Way">What is done to it.</param>
internal sealed record PlannedRun(Golden Golden, int Nodes, GoldenWay Way);
