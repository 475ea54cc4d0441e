using FlowActors.Functions;
using FlowActors.Operators;
using FlowActors.Testing;

namespace FlowActors.Tests.Harness;

public sealed class OperatorHarnessTests
{
    [Fact]
    public void Elements_come_out_in_order_with_their_timestamps()
    {
        using var harness = OperatorHarness.Of<long, string>(numbers => numbers.KeyBy(x => x % 10).Process(() => new Counting()));
        harness.Process(5, timestamp: 100);
        harness.ProcessWatermark(200);
        harness.Process(15);
        harness.Idle();
        harness.Active();
        harness.EndInput();
        harness.Finish();
        Assert.Equal(
            [
                new StreamRecord("5: 1", 100), new Watermark(200), new StreamRecord("5: 2"), new WatermarkStatus(false),
                new WatermarkStatus(true), new Watermark(Timestamps.MaxWatermark),
            ],
            harness.Output);
        Assert.Equal(["5: 1", "5: 2"], harness.Records);
    }

    [Fact]
    public void Output_can_be_forgotten()
    {
        using var harness = OperatorHarness.Of<int, int>(numbers => numbers.Map(x => x + 1));
        harness.Process(1);
        harness.ClearOutput();
        harness.Process(2);
        Assert.Equal([3], harness.Records);
    }

    [Fact]
    public void Long_output_is_emitted_whole_whatever_room_there_is()
    {
        foreach (var oneSlot in new[] { false, true })
        {
            using var harness = OperatorHarness.Of<int, int>(
                numbers => numbers.FlatMap(x => Enumerable.Range(0, x)), new HarnessSettings { OneSlotOutput = oneSlot });
            harness.Process(1000);
            Assert.Equal(Enumerable.Range(0, 1000), harness.Records);
        }
    }

    [Fact]
    public void An_operator_of_two_inputs_and_outputs_is_driven_by_number()
    {
        using var harness = Sorter();
        harness.Process(0, 7L, timestamp: 1);
        harness.Process(1, "ab");
        harness.Process(1, "abcd");
        harness.ProcessWatermark(10, input: 0);
        Assert.Equal([new StreamRecord(7L, 1)], harness.Output);
        harness.ProcessWatermark(20, input: 1);
        Assert.Equal([new StreamRecord(7L, 1), new Watermark(10)], harness.Output);
        harness.EndInput(0);
        harness.EndInput(1);
        Assert.Equal(["ab", "a", "b", "c", "d", "end 0", "end 1"], harness.RecordsOf<string>(1));
        Assert.Equal([10, 20, Timestamps.MaxWatermark], harness.SideOutput(1).OfType<Watermark>().Select(w => w.Timestamp));
    }

    [Fact]
    public void An_idle_input_does_not_hold_event_time_back()
    {
        using var harness = Sorter();
        harness.ProcessWatermark(10, input: 0);
        harness.Idle(input: 1);
        Assert.Equal([new Watermark(10)], harness.Output);
        harness.Idle(input: 0);
        Assert.Equal([new Watermark(10), new WatermarkStatus(false)], harness.Output);
    }

    [Fact]
    public void Processing_time_stands_still_until_it_is_moved()
    {
        using var harness = OperatorHarness.Of<int, long>(numbers => numbers.Process(() => new Timing()));
        harness.Process(1);
        harness.AdvanceProcessingTime(TimeSpan.FromSeconds(5));
        harness.Process(1);
        Assert.Equal(5_000, harness.Records[1] - harness.Records[0]);
    }

    [Fact]
    public void Metrics_and_accumulators_can_be_read()
    {
        using var harness = OperatorHarness.Of<int, long>(numbers => numbers.Process(() => new Timing()));
        harness.Process(1);
        harness.Process(1);
        Assert.Equal(2, harness.Metrics["calls"]);
        Assert.Equal(1, harness.Metrics["gauge"]);
        Assert.Equal(2L, harness.Accumulators["all calls"]);
        Assert.Throws<ArgumentException>(() => harness.Metrics["none"]);
    }

    [Fact]
    public void Completions_run_on_the_calling_thread_and_later_elements_wait_for_them()
    {
        var calls = new Queue<Action>();
        using var harness = OperatorHarness.Of(() => new Calling(calls.Enqueue), [HarnessInput.Of<int>()], [typeof(int)]);
        harness.Process(0, 1);
        Assert.True(harness.IsWaiting);
        harness.Process(0, 2);
        Assert.Single(calls);
        Assert.Throws<InvalidOperationException>(() => harness.Snapshot());
        calls.Dequeue()();
        Assert.Empty(harness.Output);
        harness.Work();
        Assert.Equal([1], harness.RecordsOf<int>());
        calls.Dequeue()();
        harness.Work();
        Assert.Equal([1, 2], harness.RecordsOf<int>());
        Assert.False(harness.IsWaiting);
        harness.Snapshot();
    }

    [Fact]
    public async Task Calls_of_other_threads_can_be_awaited()
    {
        var called = new TaskCompletionSource<Action>();
        using var harness = OperatorHarness.Of(() => new Calling(called.SetResult), [HarnessInput.Of<int>()], [typeof(int)]);
        harness.Process(0, 1);
        var work = harness.WorkAsync();
        Assert.False(work.IsCompleted);
        await Task.Run(await called.Task);
        await work.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal([1], harness.RecordsOf<int>());
        Assert.True(harness.WorkAsync().IsCompleted);
    }

    [Fact]
    public void An_operator_that_chooses_an_input_is_not_given_the_others()
    {
        using var harness = OperatorHarness.Of(() => new FirstThenSecond(), [HarnessInput.Of<int>(), HarnessInput.Of<int>()], [typeof(int)]);
        harness.Process(1, 10);
        Assert.True(harness.HoldsElements);
        harness.Process(0, 1);
        Assert.Equal([1], harness.RecordsOf<int>());
        harness.EndInput(0);
        Assert.Equal([1, 10], harness.RecordsOf<int>());
        Assert.False(harness.HoldsElements);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-1)]
    public void An_input_that_is_asked_for_and_is_not_there_fails_as_it_does_in_a_job(int input)
    {
        using var harness = OperatorHarness.Of(() => new Asking(input), [HarnessInput.Of<int>(), HarnessInput.Of<int>()], [typeof(int)]);
        var failure = Assert.Throws<OperatorFailedException>(() => harness.Process(0, 1));
        Assert.Contains("NextInput", failure.Message, StringComparison.Ordinal);
        Assert.Equal($"The operator asks for input {input}, and has the inputs 0 to 1.", failure.InnerException!.Message);
    }

    [Fact]
    public void A_barrier_comes_behind_what_is_not_chosen()
    {
        using var harness = OperatorHarness.Of(() => new FirstThenSecond(), [HarnessInput.Of<int>(), HarnessInput.Of<int>()], [typeof(int)]);
        harness.Process(1, 10);
        harness.Snapshot();
        Assert.Equal([10], harness.RecordsOf<int>());
    }

    [Fact]
    public void Checkpoints_that_complete_or_not_are_told()
    {
        var told = new List<string>();
        using var harness = OperatorHarness.Of(() => new Telling(told), [HarnessInput.Of<int>()], [typeof(int)]);
        var snapshot = harness.Snapshot();
        harness.CompleteCheckpoint(snapshot.CheckpointId);
        harness.AbortCheckpoint(2);
        Assert.Equal(["prepare 1", "snapshot 1", "complete 1", "aborted 2"], told);
    }

    private static OperatorHarness Sorter() =>
        OperatorHarness.Of(() => new Sorter(), [HarnessInput.Of<long>(), HarnessInput.Of<string>()], [typeof(long), typeof(string)], name: "Sorter");

    private sealed class Timing : ProcessFunction<int, long>
    {
        private IRuntimeContext? _context;

        public override void Open(IRuntimeContext context)
        {
            _context = context;
            context.Metrics.Gauge("gauge", () => 1);
        }

        public override void ProcessElement(int value, IProcessContext context, Collector<long> output)
        {
            _context!.Metrics.Counter("calls").Add(1);
            _context.GetLongCounter("all calls").Add(1);
            output.Collect(_context.Time.GetUtcNow().ToUnixTimeMilliseconds());
        }
    }
}
