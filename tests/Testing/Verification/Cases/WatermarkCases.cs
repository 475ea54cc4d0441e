using FlowActors.Functions;
using FlowActors.Testing;
using static FlowActors.Tests.Verification.Cases.Scripts;

namespace FlowActors.Tests.Verification.Cases;

/// <summary>Operators that make watermarks.</summary>
internal static class WatermarkCases
{
    public static IReadOnlyList<OperatorCase> All { get; } =
    [
        new("watermarks behind the highest timestamp", "WatermarksOperator", () => OperatorVerification.Verify<long, long>(
            n => n.AssignTimestampsAndWatermarks(WatermarkStrategy.ForBoundedOutOfOrderness<long>(TimeSpan.FromMilliseconds(20))), Timed)),
        new("watermarks at records, with timestamps from them", "WatermarksOperator", () => OperatorVerification.Verify<long, long>(
            n => n.AssignTimestampsAndWatermarks(WatermarkStrategy.ForGenerator(() => new AtSevens()).WithTimestampAssigner(x => x * 100)), Timed)),
        new("watermarks with idleness", "WatermarksOperator", IdlenessSurvivesSnapshots),
    ];

    private sealed class AtSevens : IWatermarkGenerator<long>
    {
        public void OnEvent(long value, long timestamp, IWatermarkOutput output)
        {
            if (value % 7 == 0) output.EmitWatermark(timestamp);
        }

        public void OnPeriodicEmit(IWatermarkOutput output)
        {
        }
    }

    // A restore begins the timeout anew, and so cannot be told from outside as in the other cases: here snapshots are taken after each element,
    // and what is restored has said all that it had to say.
    private static void IdlenessSurvivesSnapshots()
    {
        foreach (var snapshots in (bool[])[false, true])
        {
            using var harness = OperatorHarness.Of<long, long>(n => n.AssignTimestampsAndWatermarks(
                WatermarkStrategy.ForMonotonousTimestamps<long>().WithTimestampAssigner(x => x).WithIdleness(TimeSpan.FromSeconds(1))));
            List<Action> elements =
            [
                () => harness.Process(100),
                () => harness.AdvanceProcessingTime(TimeSpan.FromSeconds(1)),
                () => harness.AdvanceProcessingTime(TimeSpan.FromSeconds(1)),
                () => harness.AdvanceProcessingTime(TimeSpan.FromSeconds(1)),
            ];
            OperatorSnapshot<long, long>? snapshot = null;
            foreach (var element in elements)
            {
                element();
                if (snapshots) snapshot = harness.Snapshot();
            }

            Assert.Equal([new StreamRecord(100L, 100), new Watermark(99), new WatermarkStatus(false)], harness.Output);
            if (snapshot is null) continue;
            using var restored = OperatorHarness.Restore(snapshot, parallelism: 2);
            restored.Subtasks[1].Process(0, 50L);
            restored.AdvanceProcessingTime(TimeSpan.FromSeconds(1));
            Assert.Equal([new Watermark(99), new WatermarkStatus(false)], restored.Subtasks[0].Output);
            Assert.Equal([new Watermark(99), new WatermarkStatus(false), new WatermarkStatus(true), new StreamRecord(50L, 50)], restored.Subtasks[1].Output);
        }
    }
}
