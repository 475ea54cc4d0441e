using System.Globalization;
using FlowActors.Functions;

namespace FlowActors.Operators;

/// <summary>The timer for which OnTimer was called, for a failure to show.</summary>
internal sealed class TimerAtHand<TKey>(TKey key, long timestamp, TimeDomain domain) : IRecordAtHand
{
    public object Record => this;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{TimerText.Of(timestamp, domain)} of key {key}");
}

/// <summary>What texts call a timer.</summary>
internal static class TimerText
{
    public static string Of(long timestamp, TimeDomain domain) => string.Create(
        CultureInfo.InvariantCulture, $"timer of {(domain == TimeDomain.EventTime ? "event" : "processing")} time {timestamp}");
}
