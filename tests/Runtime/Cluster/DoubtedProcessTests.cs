using Akka.Cluster;
using FlowActors.Runtime.Control.Nodes;

namespace FlowActors.Runtime.Tests.Cluster;

public class DoubtedProcessTests
{
    private const int Last = DoubtedProcess.AsksMax;

    [Theory]
    [InlineData(MemberStatus.Up, true, 1, nameof(DoubtOutcome.Gone))]
    [InlineData(MemberStatus.Joining, true, 1, nameof(DoubtOutcome.Gone))]
    [InlineData(MemberStatus.Up, false, 1, nameof(DoubtOutcome.AskedAgain))]
    [InlineData(MemberStatus.Up, false, Last, nameof(DoubtOutcome.Dropped))]
    [InlineData(MemberStatus.Leaving, true, 1, nameof(DoubtOutcome.AskedAgain))]
    [InlineData(MemberStatus.Exiting, true, Last - 1, nameof(DoubtOutcome.AskedAgain))]
    [InlineData(MemberStatus.Leaving, true, Last, nameof(DoubtOutcome.Gone))]
    [InlineData(MemberStatus.Exiting, false, Last, nameof(DoubtOutcome.Dropped))]
    [InlineData(MemberStatus.Down, true, 1, nameof(DoubtOutcome.Dropped))]
    [InlineData(null, true, 1, nameof(DoubtOutcome.Dropped))]
    public void Who_leaves_is_given_time_and_who_is_no_member_any_more_is_no_matter(MemberStatus? standing, bool isRefused, int times, string expected) =>
        Assert.Equal(expected, DoubtedProcess.OutcomeOf(standing, isRefused, times).ToString());
}
