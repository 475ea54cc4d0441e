using FlowActors.Sources;
using FlowActors.Testing;
using FlowActors.Tests.Sources;

namespace FlowActors.Tests.Jobs;

public sealed class HybridJobTests : FlowActorsTestKit
{
    [Fact]
    public async Task A_job_goes_over_from_the_first_source_to_the_next()
    {
        var env = CreateEnvironment();
        var live = new TestingSource<int>();
        var numbers = Collect(env.FromSource(HybridSource.Of(new CountedSource()).Then(live), "Hybrid").WithParallelism(1));
        var job = await StartAsync(env);

        var first = new List<int>();
        while (first.Count < 12) first.Add(await numbers.NextAsync());
        Assert.Equal(Enumerable.Range(0, 12), first.Order());
        live.Emit(100);
        Assert.Equal(100, await numbers.NextAsync());
        live.End();
        await EndAsync(job);
    }
}
