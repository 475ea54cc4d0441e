using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.State.Snapshots;
using FlowActors.StateBackend.Tests.Contract;
using static FlowActors.StateBackend.Tests.Evolution.IncompatibleStates;
using static FlowActors.StateBackend.Tests.Snapshots.SnapshotFiles;

namespace FlowActors.StateBackend.Tests.Evolution;

/// <summary>A state that was asked for with types that do not fit is there for who asks for it with those that do.</summary>
public abstract class RefusedStates(IStateBackend backend) : ContractTests(backend)
{
    [Fact]
    public void A_state_that_does_not_fit_stays_restored_as_it_was()
    {
        using var before = Backend.Keyed<int>(8);
        before.CurrentKey = 1;
        before.GetState(new ValueStateDescriptor<Before.Value>("state")).Update(new(1, 2));
        using var file = Open(Written(before.Scope.Export));
        using var after = Backend.Keyed<int>(8);
        new SnapshotRestore([file]).RestoreTo(after.Scope, OldBuild.Settings, 1);
        after.CurrentKey = 1;
        Assert.Throws<IncompatibleStateException>(() => after.GetState(new ValueStateDescriptor<After.Broken>("state")));
        Assert.Equal(new After.Value(1, 2), after.GetState(new ValueStateDescriptor<After.Value>("state")).Value());
    }

    [Fact]
    public void A_serializer_of_the_states_own_is_asked_by_its_schema()
    {
        using var before = Backend.Keyed<int>(8);
        before.CurrentKey = 1;
        before.GetState(new ValueStateDescriptor<int>("grown", new SerializerRegistry().Get<int>())).Update(5);
        before.GetState(new ValueStateDescriptor<Before.Value>("own", new OwnSerializer("own v1"))).Update(new(1, 2));
        using var file = Open(Written(before.Scope.Export));
        using var after = Backend.Keyed<int>(8);
        new SnapshotRestore([file]).RestoreTo(after.Scope, OldBuild.Settings, 1);
        after.CurrentKey = 1;
        Assert.Equal(5, after.GetState(new ValueStateDescriptor<long>("grown", new SerializerRegistry().Get<long>())).Value());
        var refused = Assert.Throws<IncompatibleStateException>(() => after.GetState(new ValueStateDescriptor<Before.Value>("own", new OwnSerializer("own v2"))));
        Assert.Contains("was own v1 and is own v2: only the serializer that wrote it can read it", refused.Message, StringComparison.Ordinal);
        Assert.Equal(new(1, 2), after.GetState(new ValueStateDescriptor<Before.Value>("own", new OwnSerializer("own v1"))).Value());
    }

    private sealed class OwnSerializer(string name) : TypeSerializer<Before.Value>
    {
        public override bool IsImmutable => true;

        public override TypeSchema Schema { get; } = TypeSchema.Custom(name);

        public override void Serialize(ByteWriter writer, Before.Value value) => writer.WriteInt64(((long)value.A << 32) | (uint)value.B);

        public override Before.Value Deserialize(ref ByteReader reader)
        {
            var both = reader.ReadInt64();
            return new((int)(both >> 32), (int)both);
        }

        public override Before.Value Copy(Before.Value value) => value;
    }
}
