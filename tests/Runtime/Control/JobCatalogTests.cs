using FlowActors.Graph;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Planning;

namespace FlowActors.Runtime.Tests.Control;

public sealed class JobCatalogTests
{
    [Fact]
    public void A_build_that_fails_once_is_tried_anew_and_one_that_succeeds_is_kept()
    {
        var catalog = new JobCatalog(() => new JobSettings());
        var builds = 0;
        catalog.Register("job", () => ++builds == 1 ? throw new IOException("not yet") : new Program());
        var job = new JobSpec(JobId.Create(), "job", "job", new Dictionary<string, string>());
        Assert.Throws<IOException>(() => catalog.Resolve(job));
        var graph = catalog.Resolve(job);
        Assert.Same(graph, catalog.Resolve(job));
        Assert.Equal(2, builds);
    }

    [Fact]
    public void A_job_is_planned_anew_at_another_parallelism_and_has_it_in_later_runs_of_the_process()
    {
        var catalog = new JobCatalog(() => new JobSettings { Parallelism = 2 });
        catalog.Register("job", () => new Keyed());
        var submitted = new JobSpec(JobId.Create(), "job", "job", new Dictionary<string, string>());
        var before = submitted with { Parallelism = ResolvedParallelism.Of(catalog.Resolve(submitted).Job) };
        var after = before.At(5);
        Assert.Equal((2, 5, 5), (catalog.Resolve(before).Slots, catalog.Plan(after).Slots, catalog.Resolve(after).Slots));
        Assert.Same(catalog.Resolve(after), catalog.Resolve(after));
        Assert.Equal(5, catalog.Replan(after).Slots);
        Assert.Equal(2, catalog.Replan(before).Slots);
        Assert.Equal(before.Parallelism.MaxParallelism, ResolvedParallelism.Of(catalog.Resolve(after).Job).MaxParallelism);
    }

    [Fact]
    public void A_job_of_lambdas_is_planned_anew_at_another_parallelism()
    {
        var catalog = new JobCatalog(() => new JobSettings());
        var env = new StreamExecutionEnvironment(new JobSettings { Parallelism = 2 });
        new Keyed().Build(env, new JobArguments(new Dictionary<string, string>()));
        var (program, id) = (env.BuildGraph("lambdas"), JobId.Create());
        var graph = JobPlanner.Plan(program);
        catalog.AddLocal(id, program, graph);
        var job = new JobSpec(id, "lambdas", null, new Dictionary<string, string>(), ResolvedParallelism.Of(graph));
        Assert.Equal((2, 5, 2), (catalog.Resolve(job).Slots, catalog.Resolve(job.At(5)).Slots, catalog.Resolve(job).Slots));
        catalog.Remove(id);
        Assert.Throws<JobValidationException>(() => catalog.Resolve(job));
    }

    private sealed class Keyed : IStreamJob
    {
        public void Build(StreamExecutionEnvironment env, JobArguments arguments) => env.FromSequence(1, 9).KeyBy(x => x).Count().Discard();
    }

    private sealed class Program : IStreamJob
    {
        public void Build(StreamExecutionEnvironment env, JobArguments arguments) => env.FromElements(1).Discard();
    }

    [Fact]
    public void A_job_that_is_written_down_by_async_void_is_refused()
    {
        var catalog = new JobCatalog(() => new JobSettings());
        catalog.Register("late", () => new Late());
        var refusal = Assert.Throws<JobValidationException>(() => catalog.Build("late", "job", new Dictionary<string, string>()));
        Assert.StartsWith("Job 'job' cannot be built: Method Build of", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("async void", refusal.Message, StringComparison.Ordinal);
    }

    private sealed class Late : IStreamJob
    {
        public async void Build(StreamExecutionEnvironment env, JobArguments arguments)
        {
            env.FromElements(1).Discard();
            await Task.Yield();
            env.FromElements(2).Discard();
        }
    }
}
