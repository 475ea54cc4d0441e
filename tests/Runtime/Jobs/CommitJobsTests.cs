using FlowActors.Runtime.Tests.Cluster;
using FlowActors.Sinks;

namespace FlowActors.Runtime.Tests.Jobs;

/// <summary>Commits of whole jobs: off the operators' threads, waited for, ended with the job.</summary>
[Collection("cluster")]
public sealed class CommitJobsTests
{
    [Fact]
    public async Task A_job_ends_when_its_slow_commits_have_and_not_before()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Nodes = 2 });
        var sink = new SlowSink();
        var job = await ExecuteAsync(host, sink);
        await sink.Reached(2);
        Assert.False((await job.GetStatusAsync()).IsEnd());
        sink.Release.SetResult();
        await job.WaitForEndAsync().WaitAsync(Patience.Limit);
        Assert.Equal(2, sink.Closed);
    }

    [Fact]
    public async Task A_job_that_is_stopped_with_a_savepoint_ends_when_its_slow_commits_have()
    {
        var folder = Directory.CreateTempSubdirectory("flowactors-").FullName;
        try
        {
            await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Nodes = 2 });
            var sink = new SlowSink();
            var env = host.CreateEnvironment().SetParallelism(2).EnableCheckpointing(TimeSpan.FromHours(1));
            env.Generate<long>(null, i => i, recordsPerSecond: 1_000).SinkTo(sink).WithName("ledger");
            var job = await env.ExecuteAsync("commits");
            while (await job.GetStatusAsync() != JobStatus.Running) await Task.Yield();
            await job.StopWithSavepointAsync(Path.Join(folder, "savepoint")).WaitAsync(Patience.Limit);
            await sink.Reached(2);
            Assert.False((await job.GetStatusAsync()).IsEnd());
            sink.Release.SetResult();
            await job.WaitForEndAsync().WaitAsync(Patience.Limit);
            Assert.Equal(2, sink.Closed);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_cancel_ends_a_commit_by_its_token()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync();
        var sink = new SlowSink();
        var job = await ExecuteAsync(host, sink);
        await sink.Reached(2);
        await job.CancelAsync();
        await Assert.ThrowsAsync<JobCancelledException>(() => job.WaitForEndAsync().WaitAsync(Patience.Limit));
        Assert.Equal(2, sink.Closed);
    }

    [Fact]
    public async Task A_commit_that_fails_names_its_operator_and_keeps_the_exception()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync();
        var reason = new FormatException("no such place");
        var sink = new SlowSink { Failure = reason };
        var job = await ExecuteAsync(host, sink);
        await sink.Reached(1);
        sink.Release.SetResult();
        var e = await Assert.ThrowsAsync<JobFailedException>(() => job.WaitForEndAsync().WaitAsync(Patience.Limit));
        Assert.Equal("ledger", e.Failure.Operator);
        Assert.Same(reason, e.InnerException);
    }

    [Fact]
    public async Task What_cannot_be_serialized_is_refused_as_a_committable_before_anything_runs()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync();
        var env = host.CreateEnvironment();
        env.FromElements(1).SinkTo(new UnfitSink());
        var e = await Assert.ThrowsAsync<JobValidationException>(() => env.ExecuteAsync("unfit"));
        Assert.Contains("cannot keep its state", e.Message, StringComparison.Ordinal);
    }

    private static async Task<IJobClient> ExecuteAsync(FlowActorsHost host, SlowSink sink)
    {
        var env = host.CreateEnvironment().SetParallelism(2).SetRestartStrategy(RestartStrategy.None);
        env.FromSequence(1, 10).SinkTo(sink).WithName("ledger");
        return await env.ExecuteAsync("commits");
    }

    /// <summary>Each of its commits waits until it is released, then fails if it is told to.</summary>
    private sealed class SlowSink : CommittingSink<long, int>
    {
        private readonly SemaphoreSlim _begun = new(0);
        private int _closed;

        public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Exception? Failure { get; init; }

        public int Closed => _closed;

        public async Task Reached(int commits)
        {
            for (; commits > 0; commits--) Assert.True(await _begun.WaitAsync(Patience.Limit));
        }

        public override CommittingSinkWriter<long, int> CreateWriter() => new Writer();

        public override Committer<int> CreateCommitter() => new SlowCommitter(this);

        private sealed class Writer : CommittingSinkWriter<long, int>
        {
            public override void Write(long value, long timestamp)
            {
            }

            public override IReadOnlyCollection<int> PrepareCommit() => [1];
        }

        private sealed class SlowCommitter(SlowSink sink) : Committer<int>
        {
            public override async Task CommitAsync(IReadOnlyList<CommitRequest<int>> requests, CancellationToken cancellationToken)
            {
                sink._begun.Release();
                await sink.Release.Task.WaitAsync(cancellationToken);
                if (sink.Failure is { } failure) throw failure;
            }

            public override void Close() => Interlocked.Increment(ref sink._closed);
        }
    }

    private sealed class UnfitSink : CommittingSink<int, Stream>
    {
        public override CommittingSinkWriter<int, Stream> CreateWriter() => throw new NotSupportedException();

        public override Committer<Stream> CreateCommitter() => throw new NotSupportedException();
    }
}
