using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using FlowActors.Operators;
using FlowActors.Runtime.Tests.Cluster;
using FlowActors.Sources;

namespace FlowActors.Runtime.Tests.Jobs;

/// <summary>Whole jobs whose sources, or the enumerators of them, go wrong or take their time.</summary>
[Collection("cluster")]
public sealed class SourceJobsTests
{
    public static TheoryData<string> Calls => new("CreateEnumerator", "Start", "AddReader", "HandleSplitRequest", "call", "handler");

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task What_an_enumerator_throws_fails_the_job_names_the_source_and_is_kept(string call)
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Nodes = 2 });
        var env = host.CreateEnvironment().SetParallelism(3).SetRestartStrategy(RestartStrategy.None);
        env.FromSource(new Pieces { FailsIn = call }, "pieces").Discard();
        var e = await Assert.ThrowsAsync<JobFailedException>(() => env.RunAsync("fails").WaitAsync(Patience.Limit));
        Assert.Equal(("pieces", $"in {call}"), (e.Failure.Operator, Assert.IsType<FormatException>(e.InnerException).Message));
        Assert.Contains($"The enumerator of source 'pieces' of job 'fails', which finds and assigns its splits, failed: in {call}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_gives_no_task_fails_the_job_instead_of_never_coming_back()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync();
        var env = host.CreateEnvironment().SetRestartStrategy(RestartStrategy.None);
        env.FromSource(new Pieces { FailsIn = "no task" }, "pieces").Discard();
        var e = await Assert.ThrowsAsync<JobFailedException>(() => env.RunAsync("fails").WaitAsync(Patience.Limit));
        Assert.Equal("pieces", e.Failure.Operator);
        Assert.Contains("gave null instead of a task", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hybrid_source_goes_over_from_numbers_to_a_channel()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Nodes = 2 });
        var channel = Channel.CreateUnbounded<long>();
        for (var i = 100L; i < 200; i++) channel.Writer.TryWrite(i);
        channel.Writer.Complete();
        var env = host.CreateEnvironment().SetParallelism(3);
        var source = HybridSource.Of(Source.FromSequence(0, 99)).Then(Source.FromChannel(channel.Reader, Boundedness.Bounded));
        var results = await env.FromSource(source, "both").ExecuteAndCollectAsync("hybrid").WaitAsync(Patience.Limit);
        Assert.Equal(Enumerable.Range(0, 200).Select(i => (long)i), results.Order());
    }

    [Fact]
    public async Task A_job_starts_again_with_a_new_enumerator_and_reads_everything()
    {
        var source = new Pieces { FailsIn = "HandleSplitRequest", FailuresMax = 1 };
        await using (var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Nodes = 2 }))
        {
            var env = host.CreateEnvironment().SetParallelism(3).SetRestartStrategy(new RestartStrategy.FixedDelay(1, TimeSpan.FromMilliseconds(1)));
            var results = await env.FromSource(source, "pieces").ExecuteAndCollectAsync("again").WaitAsync(Patience.Limit);
            Assert.Equal(Enumerable.Range(0, Pieces.Count).Select(i => (long)i), results.Order());
        }

        // An enumerator is closed by its own actor, which a job does not wait for; its host does.
        Assert.Equal((2, 2), (source.Made, source.Closed));
    }

    [Fact]
    public async Task An_enumerator_that_blocks_holds_up_its_source_only_and_not_the_cancel_of_its_job()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Nodes = 2 });
        var env = host.CreateEnvironment().SetParallelism(2);
        using var released = new ManualResetEventSlim();
        var source = new Pieces { Blocks = released };
        env.FromSource(source, "pieces").Discard();
        var blocked = await env.ExecuteAsync("blocked");
        await source.IsBlocked.Task.WaitAsync(Patience.Limit);
        Assert.Equal(100, (await host.CreateEnvironment().FromSequence(1, 100).ExecuteAndCollectAsync("another").WaitAsync(Patience.Limit)).Count);
        await blocked.CancelAsync();
        await Assert.ThrowsAsync<JobCancelledException>(() => blocked.WaitForEndAsync().WaitAsync(Patience.Limit));
        released.Set();
        await source.HasClosed.Task.WaitAsync(Patience.Limit);
    }

    [Fact]
    public async Task A_split_that_is_too_large_to_travel_is_an_error_with_its_name_and_size()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync();
        var env = host.CreateEnvironment().SetRestartStrategy(RestartStrategy.None);
        env.FromSource(new Pieces { Ballast = new string('x', 500_000) }, "pieces").Discard();
        var e = await Assert.ThrowsAsync<JobFailedException>(() => env.RunAsync("large").WaitAsync(Patience.Limit));
        Assert.Contains("Split 'piece 0' of operator 'pieces' takes 500", e.Message, StringComparison.Ordinal);
        Assert.Contains("a split names what is to be read, it does not hold it", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_split_that_cannot_be_serialized_is_refused_before_anything_runs()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync();
        var env = host.CreateEnvironment();
        env.FromSource(new Unfit(), "unfit").Discard();
        var e = await Assert.ThrowsAsync<JobValidationException>(() => env.ExecuteAsync("unfit"));
        Assert.Contains("'unfit'", e.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(UnfitSplit), e.Message, StringComparison.Ordinal);
        Assert.Empty(await host.GetJobsAsync());
    }

    [Fact]
    public async Task More_splits_than_one_answer_holds_arrive_all()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Nodes = 2 });
        var env = host.CreateEnvironment().SetParallelism(2);
        // 100 splits of 100 kB: assigned at once, in 10 MB, when a message may have less than 1 MB.
        var source = new Pieces { Ballast = new string('x', 100_000), GivesAllAtOnce = true };
        var results = await env.FromSource(source, "pieces").ExecuteAndCollectAsync("many").WaitAsync(Patience.Limit);
        Assert.Equal(Enumerable.Range(0, Pieces.Count).Select(i => (long)i), results.Order());
    }

    public sealed record Piece(int Number, string Ballast) : ISourceSplit
    {
        public string SplitId => $"piece {Number}";
    }

    public sealed class UnfitSplit : ISourceSplit
    {
        public string SplitId => "unfit";

        public required Action Cannot { get; init; }
    }

    private sealed class Unfit : Source<long, UnfitSplit>
    {
        public override Boundedness Boundedness => Boundedness.Bounded;

        public override SplitEnumerator<UnfitSplit> CreateEnumerator() => throw new InvalidOperationException("is never made");

        public override SourceReader<long, UnfitSplit> CreateReader() => throw new InvalidOperationException("is never made");
    }

    /// <summary>A record for each split; its enumerator does what a test wants.</summary>
    private sealed class Pieces : Source<long, Piece>
    {
        public const int Count = 100;
        private int _failures;
        private int _made;
        private int _closed;

        public string? FailsIn { get; init; }

        public int FailuresMax { get; init; } = int.MaxValue;

        public ManualResetEventSlim? Blocks { get; init; }

        public string Ballast { get; init; } = "";

        public bool GivesAllAtOnce { get; init; }

        public TaskCompletionSource IsBlocked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource HasClosed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Made => Volatile.Read(ref _made);

        public int Closed => Volatile.Read(ref _closed);

        public override Boundedness Boundedness => Boundedness.Bounded;

        public override SplitEnumerator<Piece> CreateEnumerator()
        {
            Fail("CreateEnumerator");
            Interlocked.Increment(ref _made);
            return new Enumerator(this);
        }

        public override SourceReader<long, Piece> CreateReader() => new Reader(GivesAllAtOnce);

        public void Fail(string call)
        {
            if (call == FailsIn && Interlocked.Increment(ref _failures) <= FailuresMax) throw new FormatException($"in {call}");
        }

        private sealed class Enumerator(Pieces source) : SplitEnumerator<Piece, List<Piece>>
        {
            private SplitQueue<Piece>? _queue;

            public override void Start()
            {
                source.Fail("Start");
                if (source.Blocks is { } blocks)
                {
                    source.IsBlocked.TrySetResult();
                    blocks.Wait();
                }

                _queue = new SplitQueue<Piece>(Context);
                if (source.FailsIn == "no task") Context.CallAsync<int>(_ => null!, (_, failure) => throw failure!);
                Context.CallAsync(
                    async cancelled =>
                    {
                        await Task.Yield();
                        source.Fail("call");
                        return Enumerable.Range(0, Count).Select(i => new Piece(i, source.Ballast)).ToList();
                    },
                    (found, failure) =>
                    {
                        if (failure is not null) throw failure;
                        source.Fail("handler");
                        _queue.Add(found!);
                        _queue.Complete();
                    });
            }

            public override void AddReader(int subtask) => source.Fail("AddReader");

            public override void HandleSplitRequest(int subtask)
            {
                source.Fail("HandleSplitRequest");
                _queue!.Request(subtask);
            }

            public override void RemoveReader(int subtask) => _queue!.RemoveReader(subtask);

            public override void AddSplitsBack(IReadOnlyList<Piece> splits, int subtask) => _queue!.AddFirst(splits);

            public override List<Piece> Snapshot(long checkpointId) => [.. _queue!.Unassigned];

            public override void Restore(List<Piece> state) => throw new InvalidOperationException("There are no checkpoints here.");

            public override void Close()
            {
                Interlocked.Increment(ref source._closed);
                source.HasClosed.TrySetResult();
            }
        }

        private sealed class Reader(bool asksForAll) : SourceReader<long, Piece>
        {
            private readonly Queue<Piece> _pieces = new();
            private SourceReaderContext<long>? _context;

            public override void Open(SourceReaderContext<long> context)
            {
                _context = context;
                for (var i = 0; i < (asksForAll ? Count : 1); i++) context.RequestSplit();
            }

            public override void AddSplits(IReadOnlyList<Piece> splits)
            {
                foreach (var split in splits) _pieces.Enqueue(split);
            }

            public override Progress Read()
            {
                while (_pieces.TryPeek(out var piece))
                {
                    var cursor = new One(piece.Number);
                    var progress = _context!.CreateOutput(piece.SplitId).Emit(ref cursor);
                    // Also where the run is over right behind the record: the cursor says how far it is, not the progress.
                    if (cursor.IsGone)
                    {
                        _pieces.Dequeue();
                        _context.RequestSplit();
                    }

                    if (progress != Progress.Done) return progress;
                }

                return Progress.Done;
            }

            public override IReadOnlyList<Piece> Snapshot(long checkpointId) => [.. _pieces];
        }

        private struct One(long number) : IRecordCursor<long>
        {
            public bool IsGone { get; private set; }

            public bool TryNext([MaybeNullWhen(false)] out long record, out long timestamp)
            {
                (record, timestamp) = (number, Timestamps.None);
                if (IsGone) return false;
                return IsGone = true;
            }
        }
    }
}
