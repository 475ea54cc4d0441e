using FlowActors.Serialization;
using FlowActors.Sinks;

namespace FlowActors.Tests.Sinks.Recovery;

/// <summary>What sinks of files keep in snapshots: members that old snapshots have, and no others.</summary>
public class SinkStateFormatTests
{
    [Theory]
    [InlineData(typeof(OpenPart), "Folder,Bucket,Hidden,Shown,Bytes")]
    [InlineData(typeof(ClosedPart), "Folder,Bucket,Hidden,Shown,Bytes,IsWhole")]
    [InlineData(typeof(TextPart), "Name,Bytes")]
    [InlineData(typeof(TextParts), "Target,Parts")]
    [InlineData(typeof(PendingText), "Target,Shown,Parts,Number,IsWhole,Subtask,Subtasks,IsInFolder")]
    [InlineData(typeof(CollectedPart<int>), "Job,Attempt,Subtask,Parallelism,Values")]
    public void Members_are_a_format(Type type, string members) =>
        Assert.Equal(members.Split(',').Order(), new SerializerRegistry().Get(type).Schema.Members.Select(m => m.Name).Order());
}
