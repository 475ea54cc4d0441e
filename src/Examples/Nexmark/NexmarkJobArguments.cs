using System.Globalization;
using FlowActors.Examples.CommandLine;
using FlowActors.Examples.Durable;

namespace FlowActors.Examples.Nexmark;

/// <summary>The options of a query's program as arguments of a registered job, by the names of their options; there and back.</summary>
internal static class NexmarkJobArguments
{
    private static readonly string[] s_names =
    [
        "query", "seed", "events", "group", "rate", "throttle", ResumeRules.State, "parallelism", "source-parallelism", "output", DurableOptions.IntervalArgument,
        DurableOptions.StopAfterArgument, ResumeRules.FromSavepoint,
    ];

    /// <summary>The arguments.</summary>
    /// <param name="options">What is asked of the program.</param>
    /// <param name="output">The full path of the output; null for none.</param>
    /// <param name="durable">What is asked of its checkpoints.</param>
    public static IReadOnlyDictionary<string, string> Of(NexmarkOptions options, string? output, DurableOptions durable)
    {
        var arguments = new Dictionary<string, string>
        {
            ["query"] = options.Query,
            ["seed"] = Text(options.Seed),
            ["events"] = Text(options.Events),
            ["group"] = Text(options.Group),
            ["rate"] = Text(options.Rate),
            ["throttle"] = Text(options.Throttle),
            [ResumeRules.State] = options.State.Backend,
        };
        if (options.Parallelism is { } parallelism) arguments["parallelism"] = Text(parallelism);
        if (options.SourceParallelism is { } sources) arguments["source-parallelism"] = Text(sources);
        if (output is not null) arguments["output"] = output;
        durable.AddTo(arguments);
        return arguments;
    }

    /// <summary>The options.</summary>
    /// <exception cref="JobValidationException">An argument is missing or is not what it must be.</exception>
    public static NexmarkOptions Read(JobArguments arguments)
    {
        arguments.AllowOnly(s_names);
        var query = arguments.OneOf("query", null, [.. NexmarkQueries.All.Keys]);
        var usual = new NexmarkOptions(query);
        return usual with
        {
            Seed = arguments.AtLeast("seed", usual.Seed, long.MinValue),
            Events = arguments.AtLeast("events", usual.Events, 0L),
            Group = arguments.AtLeast("group", usual.Group, 1L),
            Rate = arguments.AtLeast("rate", usual.Rate, 1L),
            Parallelism = arguments.Parallelism("parallelism"),
            SourceParallelism = arguments.Parallelism("source-parallelism"),
            Throttle = arguments.AtLeast("throttle", usual.Throttle, 0L),
            State = new StateOptions(arguments.OneOf(ResumeRules.State, usual.State.Backend, StateOptions.Backends)),
            Output = arguments.PathOf("output"),
            CheckpointInterval = DurableOptions.IntervalOf(arguments),
            StopAfter = arguments.Values.ContainsKey(DurableOptions.StopAfterArgument) ? arguments.AtLeast(DurableOptions.StopAfterArgument, 1L, 1L) : null,
        };
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
