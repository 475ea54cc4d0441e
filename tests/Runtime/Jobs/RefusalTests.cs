namespace FlowActors.Runtime.Tests.Jobs;

/// <summary>What cannot run is refused when it is submitted, before anything runs or is written.</summary>
[Collection("cluster")]
public sealed class RefusalTests
{
    [Fact]
    public async Task A_source_that_cannot_be_read_a_sink_that_cannot_be_written_and_an_unknown_backend_are_refused()
    {
        var folder = Directory.CreateTempSubdirectory("flowactors-refusal");
        try
        {
            await using var host = await FlowActorsHost.StartEmbeddedAsync();
            var missing = Path.Combine(folder.FullName, "missing.txt");
            var refusal = await RefusalAsync(host, env => env.ReadTextFile(missing).WithName("lines").Discard());
            Assert.StartsWith($"Operator 'lines' of job 'refused' cannot run: Input '{missing}' does not exist", refusal, StringComparison.Ordinal);
            Assert.Contains(
                folder.FullName, await RefusalAsync(host, env => env.FromSequence(1, 3).WriteAsTextFile(folder.FullName)), StringComparison.Ordinal);
            Assert.Contains("there is: memory", await RefusalAsync(host, env => env.SetStateBackend("tape").FromSequence(1, 3).Discard()), StringComparison.Ordinal);
            Assert.Empty(folder.GetFileSystemInfos());
            Assert.Empty(await host.GetJobsAsync());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> RefusalAsync(FlowActorsHost host, Action<StreamExecutionEnvironment> build)
    {
        var env = host.CreateEnvironment();
        build(env);
        return (await Assert.ThrowsAsync<JobValidationException>(() => env.ExecuteAsync("refused"))).Message;
    }
}
