using System.Diagnostics;
using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.State.Export;
using FlowActors.State.RocksDb;

namespace FlowActors.StateBackend.Tests.RocksDb;

/// <summary>A subtask without keyed state, such as one of a source, has no database, and none to link at a checkpoint.</summary>
public sealed class NothingToLink
{
    [Fact]
    public void Operator_state_alone_has_no_database()
    {
        using var backend = new RocksDbStateBackend(new RocksDbStateSettings { MemoryBytes = 64 << 20 });
        using var scope = Open(backend);
        scope.OperatorState("uid").GetListState(new ListStateDescriptor<long>("positions")).Add(7);
        using var frozen = scope.Freeze(SnapshotForm.Native);
        using var other = Open(backend);
        Assert.True(frozen.WriteSome(other.Restore(), Stopwatch.GetTimestamp() + Stopwatch.Frequency));
        Assert.Null(frozen.Database);
        Assert.Equal([7], other.OperatorState("uid").GetListState(new ListStateDescriptor<long>("positions")).Get());
    }

    private static IStateScope Open(RocksDbStateBackend backend) => backend.Open(
        new StateScopeSettings(new JobId("job"), 1, 0, 0, 8, new KeyGroupRange(0, 7), [new StateOperator("uid", "source")], SerializerRegistry.Default, TimeProvider.System),
        CancellationToken.None);
}
