using FlowActors.Functions;
using FlowActors.Operators;
using FlowActors.State;
using FlowActors.Testing;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Verification;

/// <summary>Operators with the mistakes that the verification is there for: each is caught, and the message says what is wrong.</summary>
public sealed class BrokenOperatorTests
{
    [Fact]
    public void A_count_in_a_field_is_lost_by_a_restore()
    {
        var error = Fails<long, string>(
            numbers => numbers.KeyBy(x => x % 10).Process(() => new CountingInAField()),
            script =>
            {
                script.Process(5, timestamp: 100);
                script.ProcessWatermark(200);
                script.Process(15);
                script.EndInput();
            });
        AssertLines(
            """
            Operator 'KeyedProcess' gives other results when it is restored after element 2.
              Element 3 (record 15) gives
                expected: record "5: 2"
                actual:   record "5: 1"
              The script:
                1. record 5 at 100
                2. watermark 200
                3. record 15   <- differs
                4. end
              What the operator or its function needs after a restore must be in its registered states: a field is not restored.
            """,
            error.Message);
    }

    [Fact]
    public void Output_that_is_forgotten_when_there_is_no_room_is_missed()
    {
        var error = Assert.Throws<OperatorVerificationException>(() => OperatorVerification.Verify(
            () => new Forgetful(), [HarnessInput.Of<int>()], [typeof(int)], script => script.Process(0, 3)));
        Assert.Contains("when its output is full after each record", error.Message, StringComparison.Ordinal);
        Assert.Contains("expected: record 0; record 1; record 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("actual:   record 0" + Environment.NewLine, error.Message, StringComparison.Ordinal);
        Assert.Contains("calls Suspend", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_snapshot_that_changes_the_operator_is_noticed()
    {
        var error = Assert.Throws<OperatorVerificationException>(() => OperatorVerification.Verify(
            () => new ClearingAtSnapshots(), [HarnessInput.Of<int>()], [typeof(int)], script =>
            {
                script.Process(0, 1);
                script.Process(0, 1);
            }));
        Assert.Contains("when a snapshot is taken after each element", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_that_depends_on_other_keys_is_missed_at_another_parallelism()
    {
        var error = Assert.Throws<OperatorVerificationException>(() => OperatorVerification.Verify(
            () => new Listing(), [HarnessInput.KeyedBy<int, int>(x => x)], [typeof(int)], script =>
            {
                for (var i = 0; i < 10; i++) script.Process(0, i);
            }));
        Assert.Contains("when it has 3 subtasks", error.Message, StringComparison.Ordinal);
        Assert.Contains("other keys are in other subtasks", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_that_is_changed_fails_the_plain_run_already()
    {
        var error = Assert.Throws<OperatorFailedException>(() => OperatorVerification.Verify<int[], int>(
            n => n.Map(x => x[0] = 9), script => script.Process([1])));
        Assert.IsType<RecordChangedException>(error.InnerException);
    }

    [Fact]
    public void A_type_that_cannot_be_serialized_is_refused_before_anything_runs()
    {
        var error = Assert.Throws<JobValidationException>(() => OperatorVerification.Verify<int, Action>(
            n => n.Map<Action>(_ => () => { }), script => script.Process(1)));
        Assert.Contains("Records cannot go from 'Map'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_restore_that_fails_says_so()
    {
        var opened = 0;
        var error = Assert.Throws<OperatorVerificationException>(() => OperatorVerification.Verify<int, int>(
            n => n.Process(() => new OpenedTwiceOnly(() => ++opened)), script => script.Process(1)));
        Assert.Contains("Operator 'Process' fails when it is restored after each element", error.Message, StringComparison.Ordinal);
        Assert.IsType<OperatorFailedException>(error.InnerException);
    }

    [Fact]
    public void A_script_that_proves_nothing_is_refused()
    {
        Assert.Throws<ArgumentException>(() => OperatorVerification.Verify<int, int>(n => n.Map(x => x), _ => { }));
        Fails<int, int>(n => n.Filter(_ => false), script => script.Process(1));
    }

    private static OperatorVerificationException Fails<TIn, TOut>(Func<DataStream<TIn>, DataStream<TOut>> program, Action<HarnessScript<TIn>> script) =>
        Assert.Throws<OperatorVerificationException>(() => OperatorVerification.Verify(program, script));

    private static void AssertLines(string expected, string actual) => Assert.Equal(expected.ReplaceLineEndings(), actual.ReplaceLineEndings());

    private sealed class CountingInAField : KeyedProcessFunction<long, long, string>
    {
        private readonly Dictionary<long, long> _counts = [];

        public override void ProcessElement(long value, IKeyedProcessContext<long> context, Collector<string> output)
        {
            var count = _counts[context.CurrentKey] = _counts.GetValueOrDefault(context.CurrentKey) + 1;
            output.Collect($"{context.CurrentKey}: {count}");
        }
    }

    private sealed class Forgetful : OneInputOperator<int, int>
    {
        public override void Collect(int value, long timestamp)
        {
            for (var i = 0; i < value && !Context.Quantum.ShouldYield(); i++) Output.Collect(i, timestamp);
        }
    }

    private sealed class ClearingAtSnapshots : OneInputOperator<int, int>
    {
        private IOperatorListState<int>? _seen;

        public override void Open() => _seen = Context.OperatorState.GetListState(new ListStateDescriptor<int>("seen"));

        public override void Collect(int value, long timestamp)
        {
            _seen!.Add(value);
            Output.Collect(_seen.Get().Count(), timestamp);
        }

        public override void Snapshot(long checkpointId) => _seen!.Clear();
    }

    private sealed class OpenedTwiceOnly(Func<int> opened) : ProcessFunction<int, int>
    {
        public override void Open(IRuntimeContext context)
        {
            // The plain run and the one with snapshots open it once each, and the next restores it.
            if (opened() > 3) throw new InvalidOperationException("no more");
        }

        public override void ProcessElement(int value, IProcessContext context, Collector<int> output) => output.Collect(value);
    }
}
