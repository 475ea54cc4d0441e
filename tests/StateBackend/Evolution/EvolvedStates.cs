using System.Runtime.CompilerServices;
using FlowActors.State;
using FlowActors.State.Snapshots;
using FlowActors.State.Snapshots.Files;
using FlowActors.StateBackend.Tests.Contract;
using static FlowActors.StateBackend.Tests.Snapshots.SnapshotFiles;

namespace FlowActors.StateBackend.Tests.Evolution;

/// <summary>
/// What an old build has left in a file is read by a new one, and by those after it. FLOWACTORS_APPROVE=1 writes the file if it is not there;
/// it never changes.
/// </summary>
public abstract class EvolvedStates(IStateBackend backend) : ContractTests(backend)
{
    [Fact]
    public void The_old_build_still_writes_what_it_wrote() => Assert.Equal(Golden(), Made());

    [Fact]
    public void Every_kind_of_state_is_read_in_the_types_of_today()
    {
        using var scope = Restored(Golden());
        NewBuild.AssertFilled(scope);
    }

    [Fact]
    public void What_was_read_once_is_written_in_the_types_of_today()
    {
        using var first = Restored(Golden());
        var states = new NewBuild.States(first);
        AskForAll(states);
        var written = Written(first.Export);
        Assert.NotEqual(Golden(), written);
        using var second = Restored(written);
        NewBuild.AssertFilled(second);
    }

    [Fact]
    public void What_nobody_asked_for_in_between_is_still_what_the_old_build_wrote()
    {
        using var between = Restored(Golden());
        var carried = Written(between.Export);
        Assert.Equal(Golden(), carried);
        using var scope = Restored(carried);
        NewBuild.AssertFilled(scope);
    }

    [Fact]
    public void Headers_alone_tell_which_states_have_evolved()
    {
        using var old = OldBuild.Filled(Backend);
        using var now = OldBuild.Open(Backend);
        AskForAll(new NewBuild.States(now));
        var comparison = StateComparison.Of(HeadersOf(old), HeadersOf(now), OldBuild.Settings.Serializers);
        Assert.Empty(comparison.Dropped);
        Assert.Empty(comparison.Added);
        Assert.Equal(11, comparison.Matched.Count);
        Assert.Equal(["timers"], comparison.Matched.Where(m => m.Verdict is StateVerdict.Same).Select(m => m.Written.Name));
        Assert.All(comparison.Matched.Where(m => m.Written.Name != "timers"), m => Assert.IsType<StateVerdict.Evolves>(m.Verdict));
        comparison.ThrowIfIncompatible();
    }

    private static void AskForAll(NewBuild.States states)
    {
        object[] all =
        [
            states.Value, states.List, states.Map, states.Reduced, states.Aggregated, states.Forgotten, states.Kept, states.Timers, states.Split,
            states.United, states.Rules,
        ];
        Assert.Equal(11, all.Length);
    }

    private static IReadOnlyCollection<StateHeader> HeadersOf(IStateScope scope)
    {
        using var file = Open(Written(scope.Export));
        return [.. file.States.Values];
    }

    private IStateScope Restored(byte[] bytes)
    {
        using var file = Open(bytes);
        var scope = OldBuild.Open(Backend);
        new SnapshotRestore([file]).RestoreTo(scope, OldBuild.Settings, 1);
        return scope;
    }

    private byte[] Made()
    {
        using var scope = OldBuild.Filled(Backend);
        return Written(scope.Export);
    }

    private byte[] Golden([CallerFilePath] string here = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(here)!, "Golden", "v1-old-build.snapshot");
        if (!File.Exists(path) && Environment.GetEnvironmentVariable("FLOWACTORS_APPROVE") == "1") File.WriteAllBytes(path, Made());
        return File.ReadAllBytes(path);
    }
}
