using FlowActors.State.RocksDb;
using FlowActors.State.RocksDb.Interop;
using FlowActors.StateBackend.RocksDb.Tests.Interop;

namespace FlowActors.StateBackend.RocksDb.Tests.Backend;

[Collection(nameof(ManyOpensTests))]
public sealed class ManySubtasksTests : IDisposable
{
    // The least that works: the block cache, which all subtasks of a process share and which keeps blocks of those that are gone, is soon full.
    private const int MemoryBytes = 2 << 20;

    // What is in the full cache comes and goes: some hundred bytes a turn. Before it is full, a turn leaves 7,500 there.
    private const double BytesPerTurnMax = 1_000;

    private readonly Folder _folder = Folder.InMemory();

    [NativeHeapFact]
    public void Subtasks_that_come_and_go_leave_neither_handles_nor_native_memory()
    {
        double grown;
        using (var backend = new RocksDbStateBackend(new() { MemoryBytes = MemoryBytes, LocalDirs = [_folder.Below("local")] }))
        {
            var turn = new OneTurn(backend, Directory.CreateDirectory(_folder.Below("stored")).FullName);
            grown = NativeHeap.GrowthPerTurn(warmUp: 160, windows: 8, turns: 30, turn.Run);
        }

        Assert.All(Enum.GetValues<RocksHandleKind>(), kind => Assert.True(RocksHandles.Open(kind) == 0, $"{RocksHandles.Open(kind)} of {kind} are open."));
        Assert.True(grown < BytesPerTurnMax, $"Each turn leaves {grown:F1} bytes of native memory behind.");
    }

    public void Dispose() => _folder.Dispose();
}
