using FlowActors.Operators;
using FlowActors.Runtime.Checkpoints.Restoring;
using FlowActors.Runtime.Exchange;

namespace FlowActors.Runtime.Subtasks.Metrics;

/// <summary>What metrics are read from: a subtask at one moment, so that what belongs together sums up.</summary>
/// <param name="Head">What it reads; null until it is opened.</param>
/// <param name="Outputs">What it hands records to; null until it is opened.</param>
/// <param name="Recent">What it has done in the last seconds.</param>
/// <param name="Spent">How its time was spent since it began.</param>
/// <param name="IsBackPressured">Whether it stands still for a full output.</param>
/// <param name="CallTimeMs">How long its user code has been inside the present call.</param>
/// <param name="ThreadWaitMs">How long it has waited for a thread.</param>
/// <param name="Pauses">How long records stood still for barriers.</param>
internal readonly record struct SubtaskLook(
    ChainHead? Head, OutputGroup? Outputs, RecentWork Recent, SpentTime Spent, bool IsBackPressured, double CallTimeMs, double ThreadWaitMs, BarrierPauses Pauses)
{
    /// <summary>How far event time is at what it reads; null until it is opened, and for a source.</summary>
    public long? InputWatermark => Head is { IsSource: false } head ? head.EventTime.Watermark : null;

    /// <summary>How far it has said that event time is, or how far its last operator is where nobody hears of it; null until it is opened.</summary>
    public long? OutputWatermark => Said?.Watermark ?? Head?.EventTime.Watermark;

    /// <summary>What it has said of event time last; null where nobody hears it.</summary>
    public EventTimeLook? Said { get; init; }

    /// <summary>From where it had the files of databases that it was restored from; null where there were none.</summary>
    public RestoredFiles? Restored { get; init; }

    /// <summary>The wall clock, in ms since 1970.</summary>
    public long Clock { get; init; }

    /// <summary>How far a source's event time is behind the clock, in ms; null for others, and while there is none or it has ended.</summary>
    public double? WatermarkLag => Head is { IsSource: true } head && head.EventTime.Watermark is > long.MinValue and < Timestamps.MaxWatermark and var watermark
        ? (double)Clock - watermark
        : null;
}

/// <summary>How a subtask has spent its time since it began, in ms.</summary>
internal readonly record struct SpentTime(double BusyMs, double IdleMs, double BackPressuredMs)
{
    public static SpentTime Of(TimeSums sums, long start)
    {
        var total = Math.Max(0, sums.At - start);
        var idle = Math.Clamp(sums.Idle, 0, total);
        var backPressured = Math.Clamp(sums.BackPressured, 0, total - idle);
        return new SpentTime(Milliseconds(total - idle - backPressured), Milliseconds(idle), Milliseconds(backPressured));
    }

    private static double Milliseconds(long ticks) => 1000.0 * ticks / System.Diagnostics.Stopwatch.Frequency;
}
