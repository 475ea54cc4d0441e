using FlowActors.Sinks.Parts;

namespace FlowActors.Tests.Sinks.Recovery;

/// <summary>Hidden names of parts, and who may remove what has them.</summary>
public class PartNameTests
{
    private static readonly JobId Own = new("0123456789abcdef0123456789abcdef");
    private static readonly string Operator = PartLineage.OperatorOf("uid");
    private static readonly JobId Other = new("ffffffffffffffffffffffffffffffff");

    [Theory]
    [InlineData("part-0-1.txt")]
    [InlineData("a.b-c.d")]
    [InlineData(".")]
    public void A_name_tells_what_it_was_made_of(string shown)
    {
        var name = new PartName(shown, new PartLineage(Own, int.MaxValue, 32767, Operator), long.MaxValue, PartName.NewWriter());
        Assert.Equal(name, PartName.Read(name.ToString()));
        Assert.True(name.ToString().Length - shown.Length <= PartName.LongestAddition);
    }

    [Theory]
    [InlineData("part-0")]
    [InlineData(".part")]
    [InlineData(".x.part")]
    [InlineData(".x.0123456789abcdef0123456789abcdef-1-0-0-01234567012345670123abcd.part.tmp")]
    [InlineData("x.0123456789abcdef0123456789abcdef-1-0-0-01234567012345670123abcd.part")]
    [InlineData("..0123456789abcdef0123456789abcdef-1-0-0-01234567012345670123abcd.part")]
    [InlineData(".x.0123456789ABCDEF0123456789abcdef-1-0-0-01234567012345670123abcd.part")]
    [InlineData(".x.0123456789abcdef-1-0-0-01234567012345670123abcd.part")]
    [InlineData(".x.0123456789abcdef0123456789abcdef-1--0-01234567012345670123abcd.part")]
    [InlineData(".x.0123456789abcdef0123456789abcdef-1-0-0-0-01234567012345670123abcd.part")]
    [InlineData(".x.0123456789abcdef0123456789abcdef-99999999999-0-0-01234567012345670123abcd.part")]
    public void Other_names_are_none(string name) => Assert.Null(PartName.Read(name));

    [Theory]
    [InlineData(1, 0, 5, true)] // of the attempt before, behind the checkpoint
    [InlineData(1, 0, 4, false)] // a snapshot may name it
    [InlineData(2, 0, 5, false)] // its own
    [InlineData(3, 0, 5, false)] // of a later attempt: this one is a zombie
    [InlineData(1, 1, 5, false)] // of another subtask, which answers for it
    [InlineData(9, 2, 5, true)] // of a subtask that is no more
    [InlineData(9, 2, 4, false)]
    public void What_stands_in_no_snapshot_is_dead(int attempt, int subtask, long behind, bool isDead)
    {
        var lineage = PartLineage.Of(new Harness.TestOperatorContext { Job = Own, AttemptNumber = 2, Subtask = 0, Subtasks = 2, Restored = 5 });
        Assert.Equal(isDead, lineage.IsDead(new PartName("x", new PartLineage(Own, attempt, subtask, Operator), behind, PartName.NewWriter())));
        Assert.False(lineage.IsDead(new PartName("x", new PartLineage(Own, attempt, subtask, PartLineage.OperatorOf("other sink")), behind, PartName.NewWriter())));
        Assert.False(lineage.IsDead(new PartName("x", new PartLineage(Other, attempt, subtask, Operator), behind, PartName.NewWriter())));
    }
}
