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
}
