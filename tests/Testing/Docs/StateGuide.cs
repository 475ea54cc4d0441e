using FlowActors.Functions;
using FlowActors.Operators;
using FlowActors.State;
using FlowActors.Testing;

namespace FlowActors.Tests.Docs;

// The regions named "docs" stand in docs/state.md, letter by letter: see DocsTests.
#region docs: baskets
public sealed record Put(string Customer, string Item, int Pieces);

/// <summary>Keeps each customer's basket: an entry for each item, and what they have asked for in all.</summary>
public sealed class Baskets : KeyedProcessFunction<string, Put, string>
{
    private static readonly MapStateDescriptor<string, int> Items = new("items");
    private static readonly ReducingStateDescriptor<int> Total = new("total", (a, b) => a + b);

    private IMapState<string, int>? _items;
    private IReducingState<int>? _total;

    public override void Open(IKeyedRuntimeContext context)
    {
        _items = context.GetMapState(Items);
        _total = context.GetReducingState(Total);
    }

    public override void ProcessElement(Put put, IKeyedProcessContext<string> context, Collector<string> output)
    {
        _items!.TryGet(put.Item, out var pieces);
        _items.Put(put.Item, pieces + put.Pieces);
        _total!.Add(put.Pieces);
        _total.TryGet(out var total);
        output.Collect($"{put.Customer} has {pieces + put.Pieces} of {put.Item}, and {total} in all");
    }
}
#endregion

public sealed class StateGuide
{
    #region docs: restored
    [Fact]
    public void State_goes_with_its_key_to_another_parallelism()
    {
        using var harness = OperatorHarness.Of<Put, string>(puts => puts.KeyBy(p => p.Customer).Process(() => new Baskets()));
        harness.Process(new Put("ann", "tea", 2));
        using var restored = OperatorHarness.Restore(harness.Snapshot(), parallelism: 3);
        restored.Process(new Put("ann", "milk", 1));
        Assert.Equal(["ann has 1 of milk, and 3 in all"], restored.RecordsOf<string>());
    }
    #endregion

    [Fact]
    public async Task Nothing_of_a_folder_is_touched_that_no_job_needs()
    {
        #region docs: settings
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions
        {
            Configuration = """
                flowactors.state {
                  memory = 2GiB
                  local-dirs = ["/mnt/disk1/state", "/mnt/disk2/state"]
                }
                """,
        });
        var env = host.CreateEnvironment().SetStateBackend("rocksdb");
        #endregion

        // The folders are not made before a job opens state there, and this one has another place for it.
        env.SetStateBackend("memory").FromElements(new Put("ann", "tea", 2)).KeyBy(p => p.Customer).Process(() => new Baskets()).Discard();
        await (await env.ExecuteAsync("baskets")).WaitForEndAsync();
        Assert.False(Directory.Exists("/mnt/disk1/state"));
    }
}
