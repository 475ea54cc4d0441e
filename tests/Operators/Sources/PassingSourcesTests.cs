using System.Threading.Channels;
using FlowActors.Graph;
using FlowActors.Sources;

namespace FlowActors.Tests.Sources;

/// <summary>How programs get the sources of what passes by once.</summary>
public class PassingSourcesTests
{
    private readonly StreamExecutionEnvironment _env = new(new JobSettings { Parallelism = 3 });

    [Fact]
    public void They_are_read_by_one_subtask_and_have_names()
    {
        _env.SocketTextStream("host", 80).Discard();
        _env.FromAsyncEnumerable(Numbers()).Discard();
        _env.FromChannel(Channel.CreateUnbounded<int>().Reader).Discard();
        var sources = _env.BuildGraph("job").Nodes.Where(n => n.IsSource).ToList();
        Assert.Equal(["Socket Stream", "Async Sequence Source", "Channel Source"], sources.Select(n => n.Name));
        Assert.All(sources, s => Assert.True(s.IsNonParallel));
    }

    [Fact]
    public void A_server_that_cannot_be_is_refused_when_the_job_is_planned()
    {
        _env.SocketTextStream("host", 0).Discard();
        _env.SocketTextStream("host", 80, new SocketTextSettings { ReconnectsMax = -1 }).Discard();
        var sources = _env.BuildGraph("job").Nodes.Where(n => n.IsSource).ToList();
        Assert.Contains("from port 0 of 'host'", Refusal(sources[0]), StringComparison.Ordinal);
        Assert.Contains("ReconnectsMax = -1", Refusal(sources[1]), StringComparison.Ordinal);
    }

    private static string Refusal(StreamNode source) => Assert.Throws<JobValidationException>(() => source.Validation!(1)).Message;

    private static async IAsyncEnumerable<int> Numbers()
    {
        await Task.Yield();
        yield return 1;
    }
}
