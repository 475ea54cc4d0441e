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

    /// <summary>Writes the program of a registered job down.</summary>
    public void Build(StreamExecutionEnvironment env, JobArguments arguments)
    {
        var options = NexmarkJobArguments.Read(arguments);
        NexmarkResults results = options.Output is { } output ? new WrittenRows(OutputFile.PartsFolderOf(output), OutputOperator.NameOf(output)) : new CountedResults();
        Build(env, options, results, steering);
    }

    /// <summary>Writes the program down.</summary>
    public static void Build(StreamExecutionEnvironment env, NexmarkOptions options, NexmarkResults results, SourceSteering? steering = null)
    {
        env.SetParallelism(options.Parallelism).SetStateBackend(options.State.Backend);
        if (options.CheckpointInterval is { } interval) env.EnableCheckpointing(interval);
        var sourceParallelism = options.SourceParallelism ?? (NexmarkQueries.NeedsOrder(options.Query) ? 1 : options.Parallelism);
        var generator = new NexmarkGenerator(options.Seed, options.Group, options.Rate);
        Source<Event, NumberedSplit> source = new NexmarkSource(generator, options.Events, options.Throttle, options.StopAfter);
        var bids = env.FromSource(steering is null ? source : new SteeredSource<Event, NumberedSplit>(source, steering), "Nexmark Source")
            .WithUid(SourceUidOf(options)).WithParallelism(sourceParallelism)
            .FlatMap<Bid>((element, output) =>
            {
                if (element is Bid bid) output.Collect(bid);
            })
            // Beside the source, so that bids of one source subtask stay in order and nothing else travels.
            .WithName("Bids").WithUid("bids").WithParallelism(sourceParallelism);
        NexmarkQueries.All[options.Query](bids, results);
    }

    // Positions of another stream, or rows of another query, are no beginning for this one: a savepoint that holds them is refused.
    private static string SourceUidOf(NexmarkOptions options) => string.Create(
        CultureInfo.InvariantCulture, $"source {options.Query} seed={options.Seed} group={options.Group} rate={options.Rate} events={options.Events}");
}
