using System.Globalization;
using FlowActors.Examples.CommandLine;
using FlowActors.Examples.Durable;
using FlowActors.Sources;

namespace FlowActors.Examples.Nexmark;

/// <summary>The program of a query: the source, its bids, what the query does with them.</summary>
/// <param name="steering">Leads the source; null lets it read.</param>
internal sealed class NexmarkJob(SourceSteering? steering) : IStreamJob
{
    /// <summary>The name that the job is registered by.</summary>
    public const string Name = "nexmark";

    public NexmarkJob()
        : this(steering: null)
    {
    }

    /// <summary>Whether the output becomes a file by the job alone, which is slower; else whoever runs the job puts it together of what all subtasks have written.</summary>
    public bool WritesFile { get; init; }

    /// <summary>Writes the program of a registered job down.</summary>
    public void Build(StreamExecutionEnvironment env, JobArguments arguments)
    {
        var options = NexmarkJobArguments.Read(arguments);
        Build(env, options, ResultsOf(options.Output), steering);
    }

    /// <summary>Writes the program down.</summary>
    public static void Build(StreamExecutionEnvironment env, NexmarkOptions options, NexmarkResults results, SourceSteering? steering = null)
    {
        env.SetStateBackend(options.State.Backend);
        if (options.Parallelism is { } parallelism) env.SetParallelism(parallelism);
        if (options.CheckpointInterval is { } interval) env.EnableCheckpointing(interval);
        var sourceParallelism = options.SourceParallelism ?? (NexmarkQueries.NeedsOrder(options.Query) ? 1 : null);
        var generator = new NexmarkGenerator(options.Seed, options.Group, options.Rate);
        Source<Event, NumberedSplit> source = new NexmarkSource(generator, options.Events, options.Throttle, options.StopAfter);
        var events = env.FromSource(steering is null ? source : new SteeredSource<Event, NumberedSplit>(source, steering), "Nexmark Source").WithUid(SourceUidOf(options));
        if (sourceParallelism is { } sources) events = events.WithParallelism(sources);
        var bids = events
            .FlatMap<Bid>((element, output) =>
            {
                if (element is Bid bid) output.Collect(bid);
            })
            .WithName("Bids").WithUid("bids");
        // Beside the source, so that bids of one source subtask stay in order and nothing else travels.
        if (sourceParallelism is { } beside) bids = bids.WithParallelism(beside);
        NexmarkQueries.All[options.Query](bids, results);
    }

    private NexmarkResults ResultsOf(string? output)
    {
        if (output is null) return new CountedResults();
        return WritesFile ? new RowsFile(output) : new WrittenRows(OutputFile.PartsFolderOf(output), OutputOperator.NameOf(output));
    }

    // Positions of another stream, or rows of another query, are no beginning for this one: a savepoint that holds them is refused.
    private static string SourceUidOf(NexmarkOptions options) => string.Create(
        CultureInfo.InvariantCulture, $"source {options.Query} seed={options.Seed} group={options.Group} rate={options.Rate} events={options.Events}");
}
