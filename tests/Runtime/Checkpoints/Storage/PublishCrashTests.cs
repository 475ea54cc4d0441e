using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Tests.Files;
using static FlowActors.Runtime.Tests.Checkpoints.Storage.StorageSamples;

namespace FlowActors.Runtime.Tests.Checkpoints.Storage;

/// <summary>
/// The machine stops at each call of the protocol, and what was not flushed is lost or torn: the metadata of a checkpoint is then not
/// there, or whole with all its files; and whatever was complete before stays so.
/// </summary>
public sealed class PublishCrashTests
{
    private const int Seeds = 200;

    [Fact]
    public void Metadata_is_there_whole_with_all_files_or_not_at_all()
    {
        var (present, absent) = (0, 0);
        for (var step = 0; step < Steps(); step++)
        {
            for (var seed = 0; seed < Seeds; seed++)
            {
                var files = new SimulatedFileSystem();
                var left = step;
                files.FailWhen((_, _) => left-- == 0, new SimulatedCrashException());
                var done = new List<long>();
                Assert.IsType<SimulatedCrashException>(Record.Exception(() => Run(files, done)));
                files.Crash(new Random(seed));
                var found = Check(files, done);
                (present, absent) = (present + found, absent + 2 - found);
            }
        }

        // Else the test would not have seen one of the two.
        Assert.True(present > 0 && absent > 0);
    }

    [Fact]
    public void Nothing_published_is_lost_when_the_machine_stops_afterwards()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var files = new SimulatedFileSystem();
            var done = new List<long>();
            Run(files, done);
            files.Crash(new Random(seed));
            Assert.Equal(2, Check(files, done));
        }
    }

    [Theory]
    [InlineData(FileCall.Flush)]
    [InlineData(FileCall.FlushFolder)]
    public void The_model_finds_a_protocol_that_does_not_flush(object left)
    {
        var broken = 0;
        for (var seed = 0; seed < Seeds; seed++)
        {
            var files = new SimulatedFileSystem { Ignored = (FileCall)left };
            var done = new List<long>();
            Run(files, done);
            files.Crash(new Random(seed));
            if (Record.Exception(() => Check(files, done)) is not null) broken++;
        }

        Assert.NotEqual(0, broken);
    }

    private static int Steps()
    {
        var files = new SimulatedFileSystem();
        var steps = 0;
        files.Before = (_, _) => steps++;
        Run(files, []);
        return steps;
    }

    private static void Run(SimulatedFileSystem files, List<long> done)
    {
        var storage = NewStorage(files);
        StateHandle? shared = null;
        for (var checkpoint = 1L; checkpoint <= 2; checkpoint++)
        {
            var at = storage.Checkpoint(checkpoint);
            shared ??= Write(storage, at, Owner(checkpoint), Bytes(7, 100), StateFileScope.Shared);
            var exclusive = Write(storage, at, Owner(checkpoint), Bytes((int)checkpoint, 100));
            storage.Publish(at, MetadataOf(checkpoint, [shared, exclusive]));
            done.Add(checkpoint);
        }
    }

    /// <summary>Reads what is there, and says how many checkpoints that is.</summary>
    private static int Check(SimulatedFileSystem files, List<long> done)
    {
        var storage = NewStorage(files, first: 1000);
        var found = 0;
        for (var checkpoint = 1L; checkpoint <= 2; checkpoint++)
        {
            var at = storage.Checkpoint(checkpoint);
            if (!files.FilesIn(at.Folder).Contains(SnapshotNames.Metadata))
            {
                Assert.DoesNotContain(checkpoint, done);
                continue;
            }

            found++;
            var handles = storage.ReadMetadata(at).Handles().ToArray();
            Assert.Equal(Bytes(7, 100), ReadAll(storage, at, handles[0]));
            Assert.Equal(Bytes((int)checkpoint, 100), ReadAll(storage, at, handles[1]));
        }

        return found;
    }
}
