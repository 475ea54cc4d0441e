using System.Runtime.CompilerServices;
using FlowActors.Runtime.Control;

namespace FlowActors.Runtime.Tests.Control;

public sealed class HeldJobsTests
{
    [Fact]
    public void A_job_is_held_for_as_long_as_one_of_its_clients_lives()
    {
        var jobs = new HeldJobs();
        var id = JobId.Create();
        var held = jobs.Take(id);
        TakeAndLetGo(jobs, id);
        GC.Collect();
        Assert.True(jobs.IsHeld(id));
        Assert.Same(held, jobs.Take(id));
        GC.KeepAlive(held);

        var other = JobId.Create();
        TakeAndLetGo(jobs, other);
        GC.Collect();
        Assert.False(jobs.IsHeld(other));
    }

    [Fact]
    public void Many_jobs_that_were_let_go_of_leave_those_that_are_held()
    {
        var jobs = new HeldJobs();
        var id = JobId.Create();
        var held = jobs.Take(id);
        for (var i = 0; i < 1_000; i++) TakeAndLetGo(jobs, JobId.Create());
        GC.Collect();
        for (var i = 0; i < 1_000; i++) TakeAndLetGo(jobs, JobId.Create());
        Assert.Same(held, jobs.Find(id));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void TakeAndLetGo(HeldJobs jobs, JobId id) => jobs.Take(id).Await();
}
