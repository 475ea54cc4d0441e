namespace FlowActors.Examples.Nexmark;

/// <summary>The program of a query: the source, its bids, what the query does with them.</summary>
internal static class NexmarkJob
{
    public static void Build(StreamExecutionEnvironment env, NexmarkOptions options, NexmarkResults results)
    {
        env.SetParallelism(options.Parallelism);
        var sourceParallelism = options.SourceParallelism ?? (NexmarkQueries.NeedsOrder(options.Query) ? 1 : options.Parallelism);
        var generator = new NexmarkGenerator(options.Seed, options.Group, options.Rate);
        var bids = env.FromSource(new NexmarkSource(generator, options.Events, options.Throttle), "Nexmark Source")
            .WithUid("source").WithParallelism(sourceParallelism)
            .FlatMap<Bid>((element, output) =>
            {
                if (element is Bid bid) output.Collect(bid);
            })
            // Beside the source, so that bids of one source subtask stay in order and nothing else travels.
            .WithName("Bids").WithUid("bids").WithParallelism(sourceParallelism);
        NexmarkQueries.All[options.Query](bids, results);
    }
}
