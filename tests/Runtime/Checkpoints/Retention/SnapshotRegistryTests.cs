using FlowActors.Runtime.Checkpoints.Retention;
using FlowActors.Runtime.Checkpoints.Storage;

namespace FlowActors.Runtime.Tests.Checkpoints.Retention;

public sealed class SnapshotRegistryTests
{
    private static readonly StateFileWriterId Old = new(0, 1);
    private static readonly StateFileWriterId Running = new(0, 2);
    private readonly SnapshotRegistry _registry = new();

    [Fact]
    public void A_pending_checkpoint_holds_what_was_complete_when_it_began()
    {
        _registry.Restore(1, Files("1/_metadata", "shared"));
        _registry.Begin(2);
        _registry.Begin(3);
        _registry.Acknowledge(2, Files("2/a"));
        Assert.Empty(_registry.Complete(2, Files("2/_metadata", "2/a")));
        // 3 may still name the file, and has not said so yet.
        Assert.Empty(_registry.Retain(1));
        _registry.Acknowledge(3, Files("shared"));
        Assert.Equal(Files("1/_metadata"), _registry.Complete(3, Files("3/_metadata", "shared")));
        Assert.Equal(Files("2/_metadata", "2/a"), _registry.Retain(1));
    }

    [Fact]
    public void Metadata_goes_first()
    {
        _registry.Restore(1, Files("1/a", "1/_metadata"));
        _registry.Restore(2, Files("2/a", "2/_metadata"));
        _registry.Restore(3, Files("3/a"));
        Assert.Equal(Files("1/_metadata", "2/_metadata", "1/a", "2/a"), _registry.Retain(1));
        Assert.Equal([3L], _registry.Completed);
    }

    [Fact]
    public void An_aborted_checkpoint_gives_up_only_what_nobody_else_has()
    {
        _registry.Restore(1, Files("shared"));
        _registry.Begin(2);
        _registry.Acknowledge(2, Files("shared", "2/a"));
        Assert.Equal(Files("2/a"), _registry.Abort(2));
        Assert.Equal(Files("2/late"), _registry.Discard(Files("shared", "2/late", "2/late")));
        Assert.Throws<InvalidOperationException>(() => _registry.Abort(2));
    }

    [Fact]
    public void What_is_not_claimed_is_never_deleted()
    {
        _registry.RestoreUnclaimed(Files("other"));
        _registry.Restore(1, Files("1/_metadata", "other"));
        Assert.Equal(Files("1/_metadata"), _registry.Subsume(1));
        Assert.Empty(_registry.Subsume(1));
        Assert.Empty(_registry.Discard(Files("other")));
        Assert.Empty(_registry.Sweep([new(Files("other")[0], Old)], _ => false));
    }

    [Fact]
    public void A_sweep_leaves_what_running_attempts_write()
    {
        _registry.Restore(1, Files("1/_metadata", "1/a"));
        ListedFile[] found = [new(Files("1/a")[0], Old), new(Files("2/a")[0], Old), new(Files("2/b")[0], Running), new(Files("2/_metadata")[0], null)];
        Assert.Equal(Files("2/_metadata", "2/a"), _registry.Sweep(found, writer => writer == Running));
    }

    private static StoredFile[] Files(params string[] names) => [.. names.Select(name => new StoredFile($"/{name}"))];
}
