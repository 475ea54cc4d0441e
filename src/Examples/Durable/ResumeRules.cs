using FlowActors.Examples.CommandLine;

namespace FlowActors.Examples.Durable;

/// <summary>Which arguments of a job may be others when it is resumed. An argument has the name of its option, without the dashes.</summary>
internal static class ResumeRules
{
    /// <summary>What a job began with; it need not be said again.</summary>
    public const string FromSavepoint = "from-savepoint";

    /// <summary>The backend of a job.</summary>
    public const string State = "state";

    private static readonly string[] Free = [DurableOptions.IntervalArgument, DurableOptions.StopAfterArgument, "parallelism", "source-parallelism", "throttle"];

    /// <summary>A job that is submitted to a cluster begins with what its submission says, and looks at no argument for that.</summary>
    /// <exception cref="JobValidationException">An argument names a savepoint, which would be passed over.</exception>
    public static void RefuseSavepoint(JobArguments arguments)
    {
        if (arguments.Values.TryGetValue(FromSavepoint, out var folder))
            throw new JobValidationException($"The job's argument '{FromSavepoint}' is '{folder}', but a job that is submitted begins with a savepoint by 'job run --from {folder}': leave the argument out.");
    }

    /// <summary>The options of a command that may differ, for people; those that are not about the program are no arguments.</summary>
    /// <param name="own">Those that other commands do not have.</param>
    public static string MayDiffer(params string[] own) => string.Join(
        ", ",
        [
            .. own, $"--{DurableOptions.IntervalArgument}", "--parallelism", "--state-memory", "--state-dirs",
            "--savepoint", "--savepoint-format", "--drain", $"--{DurableOptions.StopAfterArgument}",
        ]);

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
            if (name == State) RefuseBackend(data, had ?? StateOptions.InMemory, has ?? StateOptions.InMemory, mayDiffer);
            else throw new JobValidationException(
                $"The job in '{data}' was started {Text(name, had)}, and --resume is given {Text(name, has)}: give the same. Only these may differ: {mayDiffer}.");
        }

        var merged = new Dictionary<string, string>(now);
        if (before.TryGetValue(FromSavepoint, out var from)) merged[FromSavepoint] = from;
        return merged;
    }

    // Nobody may have named the one in memory, so what goes on is said, not that the same is to be given. Checkpoints may be in a backend's own form, and savepoints
    // are in one that all can read.
    private static void RefuseBackend(string data, string had, string has, string mayDiffer)
    {
        if (had == has) return;
        var way = had == StateOptions.InMemory ? $"leave --{State} out" : $"go on with --{State} {had}";
        throw new JobValidationException(
            $"The job in '{data}' has state {WhereIn(had)}, and this run has state {WhereIn(has)}: {way}, or stop the job with --savepoint and begin another with " +
            $"--from-savepoint. Only these may differ: {mayDiffer}.");
    }

    private static string WhereIn(string backend) => backend == StateOptions.InMemory ? "in memory (the default)" : $"on {backend}";

    private static string Text(string name, string? value) => value is null ? $"without --{name}" : $"with --{name} {value}";
}
