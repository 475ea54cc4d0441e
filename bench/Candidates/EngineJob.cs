using FlowActors.Bench.Harness;

namespace FlowActors.Bench.Candidates;

/// <summary>
/// A program on the engine. A run builds it, submits it and waits for its end, so that planning, start and end of the job
/// count too; the host is there before.
/// </summary>
/// <param name="build">Writes the program down; its sinks add to the total.</param>
internal sealed class EngineJob(string name, long records, long expected, EngineHost host, Action<StreamExecutionEnvironment, Total> build)
    : Contender(name, records, expected)
{
    public override ValueTask PrepareAsync() => host.StartAsync();

    public override async ValueTask<long> RunAsync()
    {
        var total = new Total();
        await host.RunAsync($"bench {Name}", env => build(env, total));
        return total.Value;
    }

    public override async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        await base.DisposeAsync();
    }
}
