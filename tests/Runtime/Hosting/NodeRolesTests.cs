using FlowActors.Runtime.Hosting;
using FlowActors.Runtime.Tests.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FlowActors.Runtime.Tests.Hosting;

/// <summary>What nodes do for their cluster, and how they find it, as the configuration says.</summary>
[Collection("cluster")]
public sealed class NodeRolesTests
{
    [Theory]
    [InlineData("[wroker]")]
    [InlineData("[manager, leader]")]
    [InlineData("[]")]
    public void A_role_that_there_is_not_is_told(string roles)
    {
        var error = Composed.Refused($"flowactors.node.roles = {roles}");
        Assert.Contains("The setting flowactors.node.roles is ", error, StringComparison.Ordinal);
        Assert.Contains("must name what the node does, one of manager and worker or both", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[worker, manager]", null)]
    [InlineData("[worker]", null)]
    [InlineData("[manager]", 0)]
    public void Who_is_no_worker_has_no_slots(string roles, int? slots) => Assert.Equal(slots, Composed.Read($"flowactors.node.roles = {roles}").Node.SlotsTaken);

    [Fact]
    public async Task Nodes_that_are_all_of_one_process_do_all_of_the_work()
    {
        var error = await Assert.ThrowsAsync<JobValidationException>(() => FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Configuration = "flowactors.node.roles = [worker]" }));
        Assert.Contains("must be [manager, worker] where all nodes are those of one process", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Roles_of_the_application_stay_beside_those_of_the_node()
    {
        var configuration = Composed.Of("akka.cluster.roles = [\"my role\"]").ForAkka();
        Assert.Equal(["my role", "flowactors-manager"], configuration.WithRoles(["manager", "worker"]).GetStringList("akka.cluster.roles"));
        Assert.Equal(["my role"], configuration.WithRoles(["worker"]).GetStringList("akka.cluster.roles"));
    }

    [Fact]
    public void Discovery_without_what_discovers_is_refused() =>
        Assert.Contains("add the package FlowActors.Management", Refused(_ => { }), StringComparison.Ordinal);

    [Fact]
    public void Discovery_with_seed_nodes_is_refused() =>
        Assert.Contains("or finds its cluster by discovery (flowactors.node.join), but not both", Refused(o => o.SeedNodes.Add("127.0.0.1:4053")), StringComparison.Ordinal);

    private static string Refused(Action<FlowActorsOptions> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddFlowActors(o =>
        {
            o.Configuration = "flowactors.node.join = discovery";
            configure(o);
        });
        using var host = builder.Build();
        return Assert.Throws<JobValidationException>(() => host.Services.GetRequiredService<IJobExecutor>()).Message;
    }
}
