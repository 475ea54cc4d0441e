using FlowActors.Runtime.Checkpoints.Reading;
using FlowActors.Runtime.Checkpoints.Restoring;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Runtime.Tests.Checkpoints.Storage;

namespace FlowActors.Runtime.Tests.Checkpoints.Reading;

/// <summary>What is open stays so for who comes next, and no longer.</summary>
public sealed class OpenedCheckpointsTests
{
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(60);

    private readonly SteppedClock _clock = new();
    private readonly WrittenCheckpoint _written = new(new Dictionary<string, List<WrittenElement>> { ["Value"] = [new WrittenElement("key", [], [1], null)] }, 4, 1, null);
    private readonly List<long> _made = [];

    [Fact]
    public void One_is_opened_once_and_closed_when_nobody_has_come_for_a_while()
    {
        using var opened = Create();
        opened.Read(StorageSamples.Job, new RestoreFrom(1, null), c => c.Checkpoint);
        _clock.Advance(s_idle / 2);
        opened.Read(StorageSamples.Job, new RestoreFrom(1, null), c => c.Checkpoint);
        Assert.Equal([1], _made);
        _clock.Advance(s_idle - TimeSpan.FromSeconds(1));
        Assert.Equal(1, opened.Count);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, opened.Count);
        opened.Read(StorageSamples.Job, new RestoreFrom(1, null), c => c.Checkpoint);
        Assert.Equal([1, 1], _made);
    }

    [Fact]
    public void So_many_stay_open_and_those_that_were_read_last()
    {
        using var opened = Create();
        for (var i = 1; i <= OpenedCheckpoints.OpenMax + 3; i++)
        {
            opened.Read(StorageSamples.Job, new RestoreFrom(i, null), c => c.Checkpoint);
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            opened.Read(StorageSamples.Job, new RestoreFrom(1, null), c => c.Checkpoint);
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(OpenedCheckpoints.OpenMax, opened.Count);
        Assert.Equal(OpenedCheckpoints.OpenMax + 3, _made.Count);
    }

    [Fact]
    public void What_cannot_be_opened_is_tried_again_and_what_is_closed_stays_closed()
    {
        var fails = true;
        var opened = new OpenedCheckpoints((_, _) => fails ? throw SnapshotReadException.Missing("/a/file") : _written.Open(isAllReadable: true), s_idle, _clock);
        Assert.Throws<SnapshotReadException>(() => opened.Read(StorageSamples.Job, new RestoreFrom(1, null), c => c.Checkpoint));
        Assert.Equal(0, opened.Count);
        fails = false;
        var kept = opened.Read(StorageSamples.Job, new RestoreFrom(1, null), c => c);
        opened.Dispose();
        Assert.Equal(0, opened.Count);
        Assert.Throws<ObjectDisposedException>(() => opened.Read(StorageSamples.Job, new RestoreFrom(1, null), c => c.Checkpoint));
        Assert.Throws<ObjectDisposedException>(() => kept.States);
    }

    private OpenedCheckpoints Create() => new(
        (_, from) =>
        {
            _made.Add(from.Checkpoint);
            return _written.Open(isAllReadable: true);
        },
        s_idle,
        _clock);
}
