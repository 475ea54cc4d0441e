using System.Text.Json;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Control.Wire;

namespace FlowActors.Runtime.Tests.Control;

/// <summary>Names that nobody could call a job by are refused as it is submitted, and only then.</summary>
[Collection("cluster")]
public sealed class JobNamesTests
{
    [Theory]
    [InlineData("", "it is empty")]
    [InlineData(" ", "it is empty")]
    [InlineData(".", "no path leads to it")]
    [InlineData("..", "no path leads to it")]
    [InlineData("00112233445566778899aabbccddeeff", "it looks like the id of a job")]
    [InlineData("00112233445566778899AABBCCDDEEFF", "it looks like the id of a job")]
    [InlineData("a\nb", "it has the control character U+000A")]
    public void Names_that_lead_nowhere_are_refused(string name, string fault)
    {
        var job = new JobSpec(JobId.Create(), name, null, new Dictionary<string, string>());
        var refused = Assert.Throws<JobValidationException>(() => JobSpecCheck.Check(job)).Message;
        Assert.Equal($"No job can be named '{name.Replace("\n", "\\u000a", StringComparison.Ordinal)}': {fault}. Give it another name, with ExecuteAsync or where it is submitted.", refused);

        // A journal may have it from before.
        Assert.Equal(name, JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(job, ControlJson.Default.JobSpec), ControlJson.Default.JobSpec)!.JobName);
    }

    [Theory]
    [InlineData("...")]
    [InlineData("a/b c")]
    [InlineData("00112233445566778899aabbccddeef")]
    [InlineData("00112233445566778899aabbccddeefg")]
    public void Others_are_not(string name) => JobSpecCheck.Check(new JobSpec(JobId.Create(), name, null, new Dictionary<string, string>()));

    [Fact]
    public async Task Jobs_and_uids_are_looked_at_as_they_are_submitted()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions().AddJob("..", () => new NamedJob()));
        Assert.Contains("no path leads to it", (await Assert.ThrowsAsync<JobValidationException>(() => host.SubmitAsync(".."))).Message, StringComparison.Ordinal);
        foreach (var (uid, fault) in new[] { ("", "it is empty"), ("u\t", "it has the control character U+0009") })
        {
            var env = host.CreateEnvironment();
            env.FromElements(1).Map(n => n).WithName("same").WithUid(uid).Discard();
            Assert.StartsWith(
                $"Operator 'same' of job 'mine' cannot have the uid '{uid.Replace("\t", "\\u0009", StringComparison.Ordinal)}': {fault}.",
                (await Assert.ThrowsAsync<JobValidationException>(() => env.ExecuteAsync("mine"))).Message,
                StringComparison.Ordinal);
        }

        Assert.Empty(await host.GetJobsAsync());
    }

    private sealed class NamedJob : IStreamJob
    {
        public void Build(StreamExecutionEnvironment env, JobArguments arguments) => env.FromElements(1).Discard();
    }
}
