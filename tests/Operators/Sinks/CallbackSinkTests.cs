using FlowActors.Operators;
using FlowActors.Sinks;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sinks;

/// <summary>Asynchronous callbacks: batches that grow while calls are slow, a bound on both, and a flush that waits for all.</summary>
public sealed class CallbackSinkTests : IDisposable
{
    private readonly TestOperatorContext _context = new();
    private readonly List<(int[] Batch, TaskCompletionSource Call)> _calls = [];
    private SinkOperator<int>? _operator;

    public void Dispose()
    {
        foreach (var (_, call) in _calls) call.TrySetResult();
        _operator?.Close();
    }

    [Fact]
    public void A_batch_holds_what_came_while_the_call_before_it_was_under_way()
    {
        Open(batchRecordsMax: 3, callsMax: 1);
        Write(1, 2, 3);
        Assert.Equal([[1]], Batches);
        Return(0);
        Assert.Equal([[1], [2, 3]], Batches);
        Write(4);
        Return(1);
        Assert.Equal([[1], [2, 3], [4]], Batches);
    }

    [Fact]
    public void A_full_writer_takes_no_more_until_a_call_returns()
    {
        Open(batchRecordsMax: 2, callsMax: 2);
        Write(1, 2, 3);
        Assert.Equal(0, _context.Suspensions);
        Write(4);
        Assert.Equal(1, _context.Suspensions);
        Assert.Equal(Progress.Waiting, _operator!.Resume());
        Return(1);
        Assert.Equal(Progress.Done, _operator.Resume());
        Assert.Equal([[1], [2], [3, 4]], Batches);
    }

    [Fact]
    public async Task A_call_of_user_code_that_emits_more_than_there_is_room_for_waits_for_a_call()
    {
        Open(batchRecordsMax: 2, callsMax: 1);
        var writing = Task.Run(() => Write(1, 2, 3, 4, 5));
        Assert.True(SpinWait.SpinUntil(() => CallCount == 1, TimeSpan.FromSeconds(30)));
        _calls[0].Call.SetResult();
        await writing.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal([[1], [2, 3]], Batches);
        Return(1);
        Assert.Equal([[1], [2, 3], [4, 5]], Batches);
    }

    [Fact]
    public void A_barrier_and_the_end_wait_for_all_calls()
    {
        Open(batchRecordsMax: 2, callsMax: 1);
        Write(1, 2);
        _operator!.PrepareBarrier(1);
        Assert.Equal(1, _context.Suspensions);
        Return(0);
        Assert.Equal(Progress.Waiting, _operator.Resume());
        Return(1);
        Assert.Equal(Progress.Done, _operator.Resume());
        _operator.EndInput(0);
        Assert.Equal(1, _context.Suspensions);
    }

    [Fact]
    public void A_call_that_fails_is_thrown_on_the_thread_of_the_subtask()
    {
        Open(batchRecordsMax: 1, callsMax: 2);
        Write(1);
        _calls[0].Call.SetException(new FormatException("no"));
        Assert.Equal("no", Assert.Throws<FormatException>(_context.RunCompleted).Message);
    }

    private int CallCount
    {
        get
        {
            lock (_calls) return _calls.Count;
        }
    }

    private IEnumerable<int[]> Batches => _calls.Select(c => c.Batch);

    private void Open(int batchRecordsMax, int callsMax)
    {
        var sink = new AsyncCallbackSink<int>(
            (batch, _) =>
            {
                var call = new TaskCompletionSource();
                lock (_calls) _calls.Add(([.. batch], call));
                return call.Task;
            },
            batchRecordsMax,
            callsMax);
        _operator = new SinkOperator<int>(sink);
        _operator.Setup(_context);
        _operator.Open();
    }

    private void Write(params int[] values)
    {
        foreach (var value in values) _operator!.Collect(value, Timestamps.None);
    }

    private void Return(int call)
    {
        _calls[call].Call.SetResult();
        _context.RunCompleted();
    }
}
