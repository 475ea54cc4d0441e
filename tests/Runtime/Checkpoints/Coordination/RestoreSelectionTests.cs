using System.Collections.Immutable;
using FlowActors.Runtime.Checkpoints.Coordination;

namespace FlowActors.Runtime.Tests.Checkpoints.Coordination;

public sealed class RestoreSelectionTests
{
    private static readonly IReadOnlySet<long> None = new HashSet<long>();
    private static readonly IReadOnlySet<long> Last = new HashSet<long> { 2 };

    [Fact]
    public void A_restart_takes_the_last_one() =>
        Assert.Equal(2, Assert.IsType<RestoreChoice.From>(Choose(commits: true, None, fallsBack: false, accepts: false)).Checkpoint.Id);

    [Fact]
    public void Before_the_first_one_it_takes_what_the_job_began_with() =>
        Assert.IsType<RestoreChoice.FromTheBeginning>(RestoreSelection.Choose(CheckpointRecord.Empty, None, true, true));

    [Theory]
    [InlineData(false, false, false, false)]
    [InlineData(false, true, false, true)]
    [InlineData(true, true, false, false)]
    [InlineData(true, false, true, true)]
    [InlineData(false, false, true, true)]
    public void It_falls_back_only_if_it_may_and_nothing_was_committed_or_if_it_was_said_so(bool commits, bool fallsBack, bool accepts, bool falls)
    {
        var choice = Choose(commits, Last, fallsBack, accepts);
        if (!falls) Assert.Contains("2/meta", Assert.IsType<RestoreChoice.Refused>(choice).Reason, StringComparison.Ordinal);
        else Assert.Equal([2L], Assert.IsType<RestoreChoice.From>(choice).Unreadable);
    }

    [Fact]
    public void When_none_can_be_read_it_is_refused_whatever_was_said() =>
        Assert.IsType<RestoreChoice.Refused>(Choose(commits: false, new HashSet<long> { 1, 2 }, fallsBack: true, accepts: true));

    private static RestoreChoice Choose(bool commits, IReadOnlySet<long> unreadable, bool fallsBack, bool accepts) =>
        RestoreSelection.Choose(CheckpointRecord.Empty with { Kept = [Completed(1, true), Completed(2, commits)] }, unreadable, fallsBack, accepts);

    private static CompletedCheckpoint Completed(long id, bool commits) => new(
        id, CheckpointKind.Checkpoint, new FileReference($"{id}/meta", 1), default, default, 1, commits, ImmutableSortedDictionary<int, int>.Empty);
}
