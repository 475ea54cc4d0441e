using FlowActors.Runtime.Subtasks;
using static FlowActors.Runtime.Subtasks.SubtaskState;

namespace FlowActors.Runtime.Tests.Subtasks;

public sealed class SubtaskLifeTests
{
    private static readonly SubtaskId Subtask = new(new JobId("job"), 2, 3, 4);

    [Fact]
    public void A_life_goes_its_way()
    {
        SubtaskState[] life = [Created, Deployed, Restoring, Ready, Running, Finishing, Committing, Finished];
        foreach (var (from, to) in life.Zip(life.Skip(1))) Assert.Equal(to, SubtaskLife.Move(Subtask, from, to));
    }

    [Fact]
    public void It_may_fail_or_be_stopped_at_any_time_before_its_end()
    {
        foreach (var from in new[] { Created, Deployed, Restoring, Ready, Running, Finishing, Committing })
        {
            Assert.Equal(Failed, SubtaskLife.Move(Subtask, from, Failed));
            Assert.Equal(Stopped, SubtaskLife.Move(Subtask, from, Stopped));
        }
    }

    [Fact]
    public void Everything_else_is_refused_with_from_to_and_owner()
    {
        var legal = 0;
        foreach (var from in Enum.GetValues<SubtaskState>())
        {
            foreach (var to in Enum.GetValues<SubtaskState>())
            {
                try
                {
                    SubtaskLife.Move(Subtask, from, to);
                    legal++;
                }
                catch (InvalidOperationException e)
                {
                    Assert.Equal($"Subtask job-2-3-4 cannot go from {from} to {to}.", e.Message);
                }
            }
        }

        Assert.Equal(22, legal);
    }
}
