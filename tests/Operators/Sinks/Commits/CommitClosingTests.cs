using FlowActors.Operators;
using FlowActors.Sinks;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sinks.Commits;

/// <summary>An attempt that ends while a commit is under way.</summary>
public sealed class CommitClosingTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Slow _sink = new();
    private readonly TestOperatorContext _context = new() { Blocking = [] };
    private readonly SinkOperator<int> _operator;

    public CommitClosingTests()
    {
        _operator = new SinkOperator<int>(_sink);
        _operator.Setup(_context);
        _operator.Open();
        _operator.EndInput(0);
        _operator.Finish();
    }

    public void Dispose() => _sink.Release.Dispose();

    [Fact]
    public async Task Close_waits_for_the_commit_and_closes_the_committer_and_then_the_writer()
    {
        _sink.Work = cancelled => Task.Delay(Timeout.Infinite, cancelled);
        _context.Blocking!.Dequeue()();
        var closing = Task.Run(_operator.Close);
        Assert.Empty(_sink.Closed);
        _context.Cancel();
        await closing.WaitAsync(Patience);
        Assert.Equal(["committer", "writer"], _sink.Closed);
    }

    [Fact]
    public void An_interrupt_of_the_Close_interrupts_a_commit_that_does_not_heed_its_token()
    {
        var wasInterrupted = false;
        _sink.Work = _ =>
        {
            try
            {
                _sink.Release.Wait(CancellationToken.None);
            }
            catch (ThreadInterruptedException)
            {
                wasInterrupted = true;
                throw;
            }

            return Task.CompletedTask;
        };
        var commit = new Thread(() => _context.Blocking!.Dequeue()());
        commit.Start();
        var closing = new Thread(_operator.Close);
        Assert.True(_sink.Began.Wait(Patience));
        closing.Start();
        // Again and again, as who closes does: an interrupt may come before the commit waits.
        for (var i = 0; i < 3_000 && !closing.Join(TimeSpan.FromMilliseconds(10)); i++) closing.Interrupt();
        Assert.True(commit.Join(Patience));
        Assert.True(wasInterrupted);
        Assert.Equal(["committer", "writer"], _sink.Closed);
    }

    [Fact]
    public void A_commit_that_has_not_begun_is_not_begun_any_more()
    {
        _operator.Close();
        _context.Blocking!.Dequeue()();
        Assert.False(_sink.Began.IsSet);
        Assert.Equal(["committer", "writer"], _sink.Closed);
    }

    /// <summary>Its commits do what a test says.</summary>
    private sealed class Slow : CommittingSink<int, int>
    {
        public ManualResetEventSlim Began { get; } = new();

        public ManualResetEventSlim Release { get; } = new();

        public List<string> Closed { get; } = [];

        public Func<CancellationToken, Task> Work { get; set; } = _ => Task.CompletedTask;

        public override CommittingSinkWriter<int, int> CreateWriter() => new Writer(this);

        public override Committer<int> CreateCommitter() => new SlowCommitter(this);

        private sealed class Writer(Slow sink) : CommittingSinkWriter<int, int>
        {
            public override void Write(int value, long timestamp)
            {
            }

            public override IReadOnlyCollection<int> PrepareCommit() => [1];

            public override void Close() => sink.Closed.Add("writer");
        }

        private sealed class SlowCommitter(Slow sink) : Committer<int>
        {
            public override Task CommitAsync(IReadOnlyList<CommitRequest<int>> requests, CancellationToken cancellationToken)
            {
                sink.Began.Set();
                return sink.Work(cancellationToken);
            }

            public override void Close() => sink.Closed.Add("committer");
        }
    }
}
