using FlowActors.Operators;
using FlowActors.Testing;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Verification;

/// <summary>Operators that are right in ways that need more than a comparison of records.</summary>
public sealed class HandWrittenOperatorTests
{
    [Fact]
    public void Several_inputs_and_outputs_are_compared_one_by_one() => OperatorVerification.Verify(
        () => new Sorter(),
        [HarnessInput.Of<long>(), HarnessInput.Of<string>()],
        [typeof(long), typeof(string)],
        script =>
        {
            script.Process(0, 7L, timestamp: 1);
            script.Process(1, "four and more");
            script.ProcessWatermark(5, input: 0);
            script.Idle(input: 0);
            script.ProcessWatermark(3, input: 1);
            script.Active(input: 0);
            script.Process(1, "two");
            script.EndInput(0);
            script.Process(1, "last");
            script.EndInput(1);
        });

    [Fact]
    public void What_is_emitted_for_a_barrier_may_come_earlier() => OperatorVerification.Verify(
        () => new Bundling(flushes: true), [HarnessInput.Of<int>()], [typeof(int)], Five);

    [Fact]
    public void What_is_held_back_and_not_emitted_for_a_barrier_is_lost_by_a_restore()
    {
        var error = Assert.Throws<OperatorVerificationException>(() => OperatorVerification.Verify(
            () => new Bundling(flushes: false), [HarnessInput.Of<int>()], [typeof(int)], Five));
        Assert.Contains("when it is restored after element", error.Message, StringComparison.Ordinal);
    }

    private static void Five(HarnessScript script)
    {
        for (var i = 1; i <= 5; i++) script.Process(0, i);
        script.EndInput();
    }

    /// <summary>Sends records on in bundles of two, which it keeps in a field.</summary>
    private sealed class Bundling(bool flushes) : OneInputOperator<int, int>
    {
        private readonly List<int> _bundle = [];

        public override void Collect(int value, long timestamp)
        {
            _bundle.Add(value);
            if (_bundle.Count == 2) Flush();
        }

        public override void PrepareBarrier(long checkpointId)
        {
            if (flushes) Flush();
        }

        public override void EndInput(int input) => Flush();

        private void Flush()
        {
            foreach (var value in _bundle) Output.Collect(value, Timestamps.None);
            _bundle.Clear();
        }
    }
}
