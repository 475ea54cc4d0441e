using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Subtasks.Checkpoints;
using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.State.Memory;

namespace FlowActors.Runtime.Tests.Subtasks.State;

/// <summary>What a subtask's part of a checkpoint says of the states that queries may read.</summary>
public sealed class QueryableStatesTests
{
    private const string Uid = "uid";

    [Fact]
    public void Marked_states_are_told_with_their_keys_and_how_long_elements_are_seen()
    {
        using var scope = Open();
        var keyed = scope.Keyed<long>(Uid);
        var marked = keyed.GetState(new ValueStateDescriptor<long>("marked") { IsQueryable = true });
        keyed.GetListState(new ListStateDescriptor<long>("hidden"));
        keyed.GetListState(new ListStateDescriptor<long>("timed") { IsQueryable = true, TimeToLive = new StateTtlConfig(TimeSpan.FromSeconds(3)) });
        keyed.GetMapState(new MapStateDescriptor<long, long>("shown") { IsQueryable = true, TimeToLive = new StateTtlConfig(TimeSpan.FromSeconds(3)) { Visibility = StateTtlVisibility.ReturnExpiredIfNotCleanedUp } });
        for (var key = 0; key < 5; key++)
        {
            keyed.Key.Set(key);
            marked.Update(key);
        }

        Assert.Equal(
            [new QueryableState(Uid, "marked", 5), new QueryableState(Uid, "timed", 0) { TimeToLive = 3_000 }, new QueryableState(Uid, "shown", 0)],
            QueryableStates.Of(scope));
    }

    [Fact]
    public void Nothing_is_said_where_nothing_is_marked()
    {
        using var scope = Open();
        scope.Keyed<long>(Uid).GetState(new ValueStateDescriptor<long>("hidden"));
        Assert.Null(QueryableStates.Of(scope));
    }

    [Fact]
    public void As_many_are_told_as_a_message_has_room_for()
    {
        using var scope = Open();
        var keyed = scope.Keyed<long>(Uid);
        for (var i = 0; i < 200; i++) keyed.GetState(new ValueStateDescriptor<long>($"{i}{new string('n', 1_000)}") { IsQueryable = true });
        Assert.InRange(QueryableStates.Of(scope)!.Count, 50, 60);
    }

    private static IStateScope Open() => new MemoryStateBackend().Open(
        new StateScopeSettings(new JobId("job"), 1, 0, 0, 8, new KeyGroupRange(0, 7), [new StateOperator(Uid, "Operator")], SerializerRegistry.Default, TimeProvider.System), CancellationToken.None);
}
