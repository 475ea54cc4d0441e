using FlowActors.Functions;

namespace FlowActors.Examples.Sensors;

/// <summary>
/// A watermark behind each reading, as they are in order: a periodic one might not have come when the input ends, and a silence just before
/// would go unseen.
/// </summary>
internal sealed class EachReading : IWatermarkGenerator<Reading>
{
    // Other sensors may have spoken at the same time.
    public void OnEvent(Reading value, long timestamp, IWatermarkOutput output) => output.EmitWatermark(timestamp - 1);

    public void OnPeriodicEmit(IWatermarkOutput output)
    {
    }
}
