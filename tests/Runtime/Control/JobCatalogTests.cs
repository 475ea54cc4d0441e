using FlowActors.Graph;
using FlowActors.Runtime.Control;

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
