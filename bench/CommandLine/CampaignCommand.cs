using System.CommandLine;
using FlowActors.Bench.Campaigns.Cluster;
using FlowActors.Bench.Campaigns.Crash;
using FlowActors.Bench.Campaigns.Goldens;
using FlowActors.Bench.Campaigns.Memory;

namespace FlowActors.Bench.CommandLine;

/// <summary>The commands that try to break the engine rather than measure it.</summary>
internal static class CampaignCommand
{
    public const string Name = "campaign";
    public const string WorkerName = "crash-worker";
    public const string MemoryWorkerName = "memory-worker";
    public const string ClusterWorkerName = "cluster-worker";
    private const int RoundsMax = 100_000;

    // So little that state on disk leaves memory again and again.
    private const long MemoryDefault = 16 << 20;

    public static Command Create() => new(Name, "Tries to break the engine, and says what it found.") { CreateCrash(), CreateGoldens(), CreateMemory(), CreateCluster(), CreateWorker(), CreateMemoryWorker(), CreateClusterWorker() };

    private static Command CreateCrash()
    {
        var rounds = new Option<int>("--rounds") { Description = "How often the job's process is killed.", DefaultValueFactory = _ => 20 };
        rounds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > RoundsMax) result.AddError($"--rounds takes a number from 1 to {RoundsMax}.");
        });
        var seed = new Option<ulong>("--seed") { Description = "What the records, the points and their order are made from.", DefaultValueFactory = _ => 1 };
        var plant = new Option<Plant>("--plant") { Description = "Plants a fault, which the campaign must find.", DefaultValueFactory = _ => Plant.Nothing };
        var command = new Command("crash", "Kills a job's process again and again, lets it go on, and compares its output with an oracle.") { rounds, seed, plant };
        var state = new StateArguments(MemoryDefault);
        state.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
            new CrashCampaign(parsed.GetValue(rounds), parsed.GetValue(seed), parsed.GetValue(plant), state.Read(parsed), Console.Out, Console.Error).RunAsync(cancellationToken));
        return command;
    }

    private static Command CreateGoldens()
    {
        var queries = new Option<string>("--queries") { Description = $"Which queries, with commas between them: {string.Join(",", GoldenCampaign.Queries)}. Default: all.", DefaultValueFactory = _ => "" };
        queries.Validators.Add(result =>
        {
            foreach (var query in Named(result.GetValueOrDefault<string>()).Except(GoldenCampaign.Queries))
                result.AddError($"There is no query '{query}'; --queries takes some of {string.Join(",", GoldenCampaign.Queries)}.");
        });
        var seed = new Option<ulong>("--seed") { Description = "What the moments of kills and stops are drawn from.", DefaultValueFactory = _ => 1 };
        var nodes = new Option<int?>("--nodes") { Description = "Over how many nodes each job is spread. Default: all once on 1 and once on 3." };
        nodes.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 or > EmbeddedOptions.NodesMax) result.AddError($"--nodes takes a number from 1 to {EmbeddedOptions.NodesMax}.");
        });
        var command = new Command("goldens", "Kills, stops and rescales the queries of Nexmark, and compares their rows with those that were published.") { queries, seed, nodes };
        var state = new StateArguments(MemoryDefault);
        state.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
            new GoldenCampaign(Named(parsed.GetValue(queries)), parsed.GetValue(seed), parsed.GetValue(nodes) is { } count ? [count] : [1, 3], state.Read(parsed), Console.Out, Console.Error)
                .RunAsync(cancellationToken));
        return command;
    }

    private static Command CreateMemory()
    {
        var minutes = new Option<double>("--minutes") { Description = "For how long the process is watched once its state is full.", DefaultValueFactory = _ => 10 };
        minutes.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 0.5 and <= 1_440)) result.AddError("--minutes takes a number from 0.5 to 1440.");
        });
        var gigabytes = new Option<double>("--state-gb") { Description = "How much state there is, in GiB.", DefaultValueFactory = _ => 4 };
        gigabytes.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 0.1 and <= 1_000)) result.AddError("--state-gb takes a number from 0.1 to 1000.");
        });
        var memory = StateArguments.Memory(256 << 20);
        var command = new Command("memory", "Updates much more state than memory holds, and says whether the process stays within its budget and does not grow.") { minutes, gigabytes, memory };
        command.SetAction((parsed, cancellationToken) =>
            new MemoryCampaign(parsed.GetValue(minutes), (long)(parsed.GetValue(gigabytes) * (1L << 30)), parsed.GetValue(memory), Console.Out, Console.Error).RunAsync(cancellationToken));
        return command;
    }

    private static Command CreateCluster()
    {
        var rounds = new Option<int>("--rounds") { Description = "How often something is done to the cluster.", DefaultValueFactory = _ => 20 };
        rounds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > RoundsMax) result.AddError($"--rounds takes a number from 1 to {RoundsMax}.");
        });
        var seed = new Option<ulong>("--seed") { Description = "What the records, and what is done when to whom, are drawn from.", DefaultValueFactory = _ => 1 };
        var acts = new Option<string>("--acts")
        {
            Description = $"What is done, with commas between: {string.Join(",", Enum.GetNames<ClusterAct>())}. Default: all.", DefaultValueFactory = _ => string.Join(",", Enum.GetNames<ClusterAct>()),
        };
        acts.Validators.Add(result =>
        {
            foreach (var act in Named(result.GetValueOrDefault<string>()).Except(Enum.GetNames<ClusterAct>()))
                result.AddError($"'{act}' is nothing that can be done; --acts takes some of {string.Join(",", Enum.GetNames<ClusterAct>())}.");
        });
        var plant = new Option<ClusterPlant>("--plant") { Description = "Plants a fault, which the campaign must find.", DefaultValueFactory = _ => ClusterPlant.Nothing };
        var command = new Command("cluster", "Kills, freezes and cuts off nodes of a cluster of processes, has others join and leave, rescales its jobs, and compares what they commit and answer with an oracle.") { rounds, seed, acts, plant };
        command.SetAction((parsed, cancellationToken) =>
            new ClusterCampaign(parsed.GetValue(rounds), parsed.GetValue(seed), [.. Named(parsed.GetValue(acts)).Select(Enum.Parse<ClusterAct>)], parsed.GetValue(plant), Console.Out, Console.Error)
                .RunAsync(cancellationToken));
        return command;
    }

    private static Command CreateClusterWorker()
    {
        var order = new Argument<string>("order");
        var command = new Command(ClusterWorkerName) { order };
        command.Hidden = true;
        command.SetAction((parsed, cancellationToken) => ClusterWorker.RunAsync(ClusterOrder.Parse(parsed.GetValue(order)!), Console.Out, cancellationToken));
        return command;
    }

    private static Command CreateMemoryWorker()
    {
        var order = new Argument<string>("order");
        var command = new Command(MemoryWorkerName) { order };
        command.Hidden = true;
        command.SetAction((parsed, cancellationToken) => MemoryWorker.RunAsync(MemoryOrder.Parse(parsed.GetValue(order)!), Console.Out, cancellationToken));
        return command;
    }

    private static string[] Named(string? queries) => (queries ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static Command CreateWorker()
    {
        var order = new Argument<string>("order");
        var command = new Command(WorkerName) { order };
        command.Hidden = true;
        command.SetAction((parsed, cancellationToken) => CrashWorker.RunAsync(WorkerOrder.Parse(parsed.GetValue(order)!), Console.Out, cancellationToken));
        return command;
    }
}
