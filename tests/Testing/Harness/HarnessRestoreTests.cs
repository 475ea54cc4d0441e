using FlowActors.State;
using FlowActors.State.Memory;
using FlowActors.Testing;

namespace FlowActors.Tests.Harness;

public sealed class HarnessRestoreTests
{
    [Fact]
    public void State_goes_on_where_the_snapshot_was_taken()
    {
        using var harness = Counter();
        harness.Process(5);
        harness.Process(7);
        var snapshot = harness.Snapshot();
        harness.Process(5);
        Assert.Equal(["5: 1", "7: 1", "5: 2"], harness.Records);
        using var restored = Counter(new HarnessSettings { Snapshot = snapshot });
        restored.Process(5);
        restored.Process(7);
        Assert.Equal(["5: 2", "7: 2"], restored.Records);
        Assert.Equal(1, snapshot.CheckpointId);
        Assert.Equal(2, restored.Snapshot().CheckpointId);
    }

    [Fact]
    public void Each_key_goes_to_its_owner_at_another_parallelism()
    {
        using var harness = Counter();
        for (var i = 0L; i < 10; i++) harness.Process(i);
        using var parts = OperatorHarness.Restore(harness.Snapshot(), parallelism: 3);
        for (var i = 0L; i < 10; i++) parts.Process(i);
        Assert.Equal(Enumerable.Range(0, 10).Select(k => $"{k}: 2"), parts.Records.Order());
        Assert.Equal(3, parts.Subtasks.Count(s => s.Output.Count > 0));
        using var one = OperatorHarness.Restore(parts.Snapshot());
        one.Process(4);
        Assert.Equal(["4: 3"], one.Records);
    }

    [Fact]
    public void A_list_of_operator_state_is_dealt_out()
    {
        using var harness = OperatorHarness.Of(() => new Listing(), [HarnessInput.Of<int>()], [typeof(int)]);
        for (var i = 0; i < 5; i++) harness.Process(0, i);
        using var parts = OperatorHarness.Restore(harness.Snapshot(), parallelism: 2);
        parts.Process(0, 5);
        parts.Process(0, 6);
        Assert.Equal([3, 4], parts.RecordsOf<int>());
    }

    [Fact]
    public void Broadcast_records_and_event_time_go_to_all_subtasks()
    {
        using var harness = OperatorHarness.Of(() => new Listing(), [HarnessInput.Broadcast<int>()], [typeof(int)]);
        using var parts = OperatorHarness.Restore(harness.Snapshot(), parallelism: 2);
        parts.Process(0, 5, timestamp: 1);
        parts.ProcessWatermark(2);
        parts.EndInput();
        Assert.All(parts.Subtasks, s => Assert.Equal([new StreamRecord(1, 1), new Watermark(2), new Watermark(Timestamps.MaxWatermark)], s.Output));
    }

    [Fact]
    public void The_snapshot_of_one_subtask_of_several_restores_that_one_only()
    {
        using var harness = Counter(new HarnessSettings { Parallelism = 3, SubtaskIndex = 1 });
        var snapshot = harness.Snapshot();
        using var restored = Counter(new HarnessSettings { Parallelism = 3, SubtaskIndex = 1, Snapshot = snapshot });
        var error = Assert.Throws<InvalidOperationException>(() => OperatorHarness.Restore(snapshot));
        Assert.Contains("subtask 1 of 3 alone", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_restore_cannot_change_the_number_of_key_groups()
    {
        using var harness = Counter(new HarnessSettings { MaxParallelism = 8 });
        var snapshot = harness.Snapshot();
        Assert.Equal(8, snapshot.MaxParallelism);
        using var restored = Counter(new HarnessSettings { Snapshot = snapshot });
        var error = Assert.Throws<InvalidOperationException>(() => Counter(new HarnessSettings { Snapshot = snapshot, MaxParallelism = 16 }));
        Assert.Contains("8 key groups and the harness 16", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => OperatorHarness.Restore(snapshot, parallelism: 9));
    }

    [Fact]
    public void Another_state_backend_can_keep_the_state()
    {
        using var backend = new Opening();
        using var harness = Counter(new HarnessSettings { StateBackend = backend });
        harness.Process(5);
        using var parts = OperatorHarness.Restore(harness.Snapshot(), parallelism: 2);
        Assert.Equal(3, backend.Opened);
    }

    private static OperatorHarness<long, string> Counter(HarnessSettings? settings = null) =>
        OperatorHarness.Of<long, string>(numbers => numbers.KeyBy(x => x % 10).Process(() => new Counting()), settings);

    private sealed class Opening : IStateBackend
    {
        private readonly MemoryStateBackend _inner = new();

        public int Opened { get; private set; }

        public string Name => "opening";

        public IStateScope Open(StateScopeSettings settings, CancellationToken cancelled)
        {
            Opened++;
            return _inner.Open(settings, cancelled);
        }

        public void Dispose() => _inner.Dispose();
    }
}
