using FlowActors.Client.Why;

namespace FlowActors.Http.Why;

/// <summary>Finds out what holds a job back: figures in, findings out, most important first.</summary>
internal static class WhyCore
{
    public static IReadOnlyList<WhyFinding> Find(WhySight sight) => sight.Job.View.Status.IsEnd()
        ? [.. WhyStanding.Find(sight)]
        :
        [
            .. WhyStanding.Find(sight),
            .. WhyBusy.LongCalls(sight),
            .. WhyBusy.BackPressure(sight),
            .. WhyCheckpoints.Find(sight),
            .. WhyWatermarks.Held(sight),
            .. WhyWatermarks.Standing(sight),
            .. WhyWatermarks.Missing(sight),
            .. WhyBusy.Skew(sight),
        ];
}
