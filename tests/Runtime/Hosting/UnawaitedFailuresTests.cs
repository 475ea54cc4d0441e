using System.Runtime.CompilerServices;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Control.Coordination;
using FlowActors.Runtime.Hosting;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Tests.Cluster;
using FlowActors.Tests.Harness;

namespace FlowActors.Runtime.Tests.Hosting;

[Collection("cluster")]
public sealed class UnawaitedFailuresTests : IDisposable
{
    private static readonly JobSpec Job = new(JobId.Create(), "count", null, new Dictionary<string, string>());
    private readonly HeldJobs _held = new();
    private readonly ManualTime _time = new();
    private readonly List<string> _told = [];
    private readonly UnawaitedFailures _failures;

    public UnawaitedFailuresTests() => _failures = new UnawaitedFailures(_held, _time, _told.Add);

    public void Dispose() => _failures.Dispose();

    [Fact]
    public void A_failure_that_nobody_awaits_is_told_once_after_a_moment()
    {
        var client = _held.Take(Job.Id);
        _failures.Add(Job, Failure());
        Assert.Empty(_told);
        _time.Advance(UnawaitedFailures.Grace);
        Assert.StartsWith("Job 'count' has failed in operator 'Map', subtask 3 (attempt 1), and nobody awaits its end", Assert.Single(_told), StringComparison.Ordinal);
        Assert.EndsWith("boom at x", _told[0], StringComparison.Ordinal);
        _failures.Dispose();
        Assert.Single(_told);
        GC.KeepAlive(client);
    }

    [Fact]
    public void Who_waits_before_the_failure_or_soon_after_it_is_not_told_again()
    {
        var client = _held.Take(Job.Id);
        client.Await();
        _failures.Add(Job, Failure());
        Assert.Equal(0, _time.TimerCount);

        AwaitAfterFailureAndLetGo(Job with { Id = JobId.Create() });
        Assert.Equal(1, _time.TimerCount);
        GC.Collect();
        _time.Advance(UnawaitedFailures.Grace);
        Assert.Empty(_told);
        GC.KeepAlive(client);
    }

    [Fact]
    public void What_is_not_told_when_the_host_stops_is_told_then()
    {
        _failures.Add(Job, Failure());
        _failures.Dispose();
        Assert.Single(_told);
        _time.Advance(UnawaitedFailures.Grace);
        Assert.Single(_told);
    }

    [Fact]
    public async Task A_job_of_an_embedded_host_that_fails_unheard_is_told_on_standard_error()
    {
        var before = Console.Error;
        var error = new StringWriter();
        Console.SetError(TextWriter.Synchronized(error));
        try
        {
            await using (var host = await FlowActorsHost.StartEmbeddedAsync())
            {
                await ExecuteAsync(host, "a text of its own", Task.CompletedTask);
                // It does not fail before somebody awaits it, which the test might come to late.
                var isAwaited = new TaskCompletionSource();
                var awaited = await ExecuteAsync(host, "a text that is heard", isAwaited.Task);
                var end = awaited.WaitForEndAsync();
                isAwaited.SetResult();
                await Assert.ThrowsAsync<JobFailedException>(() => end.WaitAsync(Patience.Limit));
                foreach (var id in (await host.GetJobsAsync()).Select(j => j.JobId)) await UntilEndAsync(host, id);
            }
        }
        finally
        {
            Console.SetError(before);
        }

        Assert.Equal(2, error.ToString().Split("a text of its own").Length);
        Assert.DoesNotContain("a text that is heard", error.ToString(), StringComparison.Ordinal);
    }

    // Over the protocol, for a client would count as somebody who asks.
    private static async Task UntilEndAsync(FlowActorsHost host, JobId id)
    {
        var control = new FlowActors.Runtime.Client.ControlClient(
            () => host.Cluster.Nodes[0].Asked, host.Cluster.Settings.Client, TimeProvider.System, default);
        await control.WaitAsync<JobCoordinatorProtocol.JobView>(new JobCoordinatorProtocol.AwaitJobEnd(id), default).WaitAsync(Patience.Limit);
    }

    private static Task<IJobClient> ExecuteAsync(FlowActorsHost host, string text, Task fails)
    {
        var env = host.CreateEnvironment().SetParallelism(1);
        env.FromElements(1).Map<int>(_ =>
        {
            fails.Wait();
            throw new FormatException(text);
        }).Discard();
        return env.ExecuteAsync("fails");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AwaitAfterFailureAndLetGo(JobSpec job)
    {
        var client = _held.Take(job.Id);
        _failures.Add(job, Failure());
        client.Await();
    }

    private static AttemptFailure Failure() =>
        new(0, 1, 2, 3, new SubtaskFailure(FailureKind.Code, "Map", "System.Exception", "boom", "boom at x"), DateTimeOffset.UnixEpoch);
}
