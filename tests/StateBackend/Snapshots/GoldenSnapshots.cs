using System.Runtime.CompilerServices;
using FlowActors.State;
using FlowActors.State.Memory;
using FlowActors.State.Snapshots;
using static FlowActors.StateBackend.Tests.Snapshots.SnapshotFiles;

namespace FlowActors.StateBackend.Tests.Snapshots;

/// <summary>
/// Files of each version that was ever written, which are read for ever. A change of the bytes is a new version with files of its own;
/// those that are there stay as they are. FLOWACTORS_APPROVE=1 writes what is not there yet.
/// </summary>
public sealed class GoldenSnapshots
{
    private const string Empty = "v1-empty";
    private const string Sample = "v1-sample";
    private const string Blocks = "v1-blocks";
    private const string Scope = "v1-scope";

    [Theory]
    [InlineData(Empty)]
    [InlineData(Sample)]
    [InlineData(Blocks)]
    [InlineData(Scope)]
    public void The_same_content_is_written_as_the_same_bytes(string name) => Assert.Equal(Golden(name), Made(name));

    [Theory]
    [InlineData(Empty, false)]
    [InlineData(Sample, true)]
    [InlineData(Blocks, true)]
    public void What_is_read_is_what_was_written(string name, bool hasElements)
    {
        using var file = Open(Golden(name));
        Assert.Equal(SampleStates.Headers, file.States.Values);
        Assert.Equal(hasElements ? SampleStates.Elements : [], All(file));
    }

    [Fact]
    public void A_scope_is_restored()
    {
        using var file = Open(Golden(Scope));
        using var scope = SampleScope.Open(new MemoryStateBackend());
        new SnapshotRestore([file]).RestoreTo(scope, SampleScope.Settings, 1);
        SampleScope.AssertFilled(scope);
    }

    private static byte[] Made(string name) => name switch
    {
        Empty => Written(SampleStates.Headers, []),
        Sample => Written(SampleStates.Headers, SampleStates.Elements),
        Blocks => Written(SampleStates.Headers, SampleStates.Elements, blockBytes: 64),
        _ => Written(SampleScope.Filled(new MemoryStateBackend()).Export),
    };

    private static byte[] Golden(string name, [CallerFilePath] string here = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(here)!, "Golden", $"{name}.snapshot");
        if (!File.Exists(path) && Environment.GetEnvironmentVariable("FLOWACTORS_APPROVE") == "1") File.WriteAllBytes(path, Made(name));
        return File.ReadAllBytes(path);
    }
}
