namespace FlowActors.Examples.Durable;

/// <summary>Which arguments of a job may be others when it is resumed. An argument has the name of its option, without the dashes.</summary>
internal static class ResumeRules
{
    /// <summary>What a job began with; it need not be said again.</summary>
    public const string FromSavepoint = "from-savepoint";

    /// <summary>The backend of a job.</summary>
    public const string State = "state";

    private static readonly string[] Free = [DurableOptions.IntervalArgument, DurableOptions.StopAfterArgument, "parallelism", "source-parallelism", "throttle"];

    /// <summary>The options of a command that may differ, for people; those that are not about the program are no arguments.</summary>
    /// <param name="own">Those that other commands do not have.</param>
    public static string MayDiffer(params string[] own) =>
        string.Join(", ", [.. own, $"--{DurableOptions.IntervalArgument}", "--parallelism", "--state-memory", "--savepoint", "--savepoint-format", "--drain", $"--{DurableOptions.StopAfterArgument}"]);

    /// <summary>The arguments with which a job goes on.</summary>
    /// <param name="data">Its folder.</param>
    /// <param name="before">The arguments that it had.</param>
    /// <param name="now">Those that were given.</param>
    /// <param name="mayDiffer">The options that may differ, for people.</param>
    /// <exception cref="JobValidationException">One differs that must not.</exception>
    public static IReadOnlyDictionary<string, string> Merge(string data, IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> now, string mayDiffer)
    {
        foreach (var name in before.Keys.Union(now.Keys).Except(Free).Order(StringComparer.Ordinal))
        {
            var (had, has) = (before.GetValueOrDefault(name), now.GetValueOrDefault(name));
            if (had == has || (name == FromSavepoint && has is null)) continue;
            // Checkpoints may be in a backend's own form, and savepoints are in one that all can read.
            var advice = name == State ? "give the same, or stop the job with --savepoint and begin another with --from-savepoint" : "give the same";
            throw new JobValidationException(
                $"The job in '{data}' was started {Text(name, had)}, and --resume is given {Text(name, has)}: {advice}. Only these may differ: {mayDiffer}.");
        }

        var merged = new Dictionary<string, string>(now);
        if (before.TryGetValue(FromSavepoint, out var from)) merged[FromSavepoint] = from;
        return merged;
    }

    private static string Text(string name, string? value) => value is null ? $"without --{name}" : $"with --{name} {value}";
}
